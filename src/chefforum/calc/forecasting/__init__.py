"""Where does a line end: forecasts of many series at once, months as columns, lines as rows.

One calling convention: `values` is a float array (lines × periods), the newest period last, NaN before a series begins;
a method gives (lines × horizon). `lines` is what a forecast calls: all lines by the method of their class, with
intervals; `backtest` runs the same on years that are over. Nothing here knows accounts or budgets, and no method picks
itself: which is used where stands in docs/methods/forecasting.md with the evidence.
"""
