"""Lists: a filter -> a page of incidents, how many there are, counts by facet; never a walk over all that is stored.

Each value that can be filtered by (a *term*) keeps the set of its incidents as bits, written with the incidents. To
filter is to join such sets; to count a facet is to count bits; a page is read along an index of its order.
"""
