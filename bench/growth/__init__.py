"""How a ledger grows: invented reports at any scale, and the time and room that a hundred more take."""
