/** A value of JSON as YAML, as far as objects of the API need it. */
export function yamlOf(value: unknown, indent = ''): string {
	if (Array.isArray(value)) {
		if (value.length === 0) return ' []\n';
		return `\n${value.map(each => `${indent}-${yamlOf(each, `${indent}  `).replace(/^\n\s*/, ' ')}`).join('')}`;
	}

	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(value).filter(([, each]) => each !== undefined);
		if (entries.length === 0) return ' {}\n';
		return `\n${entries.map(([key, each]) => `${indent}${key}:${yamlOf(each, `${indent}  `)}`).join('')}`;
	}

	const bare = typeof value !== 'string' || /^[A-Za-z][\w./-]*$/.test(value);
	return ` ${bare ? String(value) : JSON.stringify(value)}\n`;
}
