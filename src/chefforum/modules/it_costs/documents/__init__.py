"""Documents of it_costs, made from data."""
