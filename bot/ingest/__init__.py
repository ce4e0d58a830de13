"""Articles out: dates, layouts, cleaning, identity, and the pipeline that stores them."""
