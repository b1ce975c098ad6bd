const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|\n/g;

/**
 * The line, from 1, on which the key at this path stands in a JSON text that was parsed before; of a key that stands there
 * twice the last, which is the one that counts. Undefined: no such key.
 */
export function lineOf(content: string, path: readonly string[]): number | undefined {
	let line = 1;
	let found: number | undefined;
	/** Open brackets: the key that is being read within an object, null within a list. */
	const open: Array<{key: string | null; readonly isObject: boolean}> = [];
	let last = '';
	let lastLine = 1;
	for (const [part] of content.matchAll(token)) {
		const top = open.at(-1);
		if (part === '\n') line++;
		else if (part === '{' || part === '[') open.push({key: null, isObject: part === '{'});
		else if (part === '}' || part === ']') open.pop();
		else if (part === ':' && top?.isObject) {
			top.key = String(JSON.parse(last));
			const here = open.map(({key}) => key);
			if (here.length === path.length && here.every((key, at) => key === path[at])) found = lastLine;
		} else if (part.startsWith('"')) {
			last = part;
			lastLine = line;
		}
	}

	return found;
}
