"""Facts of many trades, and sentences that tell no more than they do, or something new."""
