/** The seed of a desk's key for all tests, base64: that of the first test vector of RFC 8032 section 7.1. */
export const DESK_KEY = 'nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=';
