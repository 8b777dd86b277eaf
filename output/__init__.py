"""Results → charts and documents. No queries, no Django; every string arrives translated."""
