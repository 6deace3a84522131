function jsonOf(node) {
	return ($(node).isExecuted ? $(node).all() : []).map(({ json }) => json);
}
