"""Numbers and what stands beside them: counts, ages, sums, means, sectors, statements about many events."""
