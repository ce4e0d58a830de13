"""Vietnamese: what is known of the country and its language, whatever is read or asked."""
