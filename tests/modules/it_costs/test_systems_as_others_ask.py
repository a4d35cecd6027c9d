"""Every system at once, for other rooms: what it costs, how well it is known, and what they say on its page."""
