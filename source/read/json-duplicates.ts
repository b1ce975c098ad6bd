/**
 * JSON whose objects hold a key twice, as iproute2 prints a route with `encap ip` (`dst` of the route, then `dst` of the
 * tunnel): JSON.parse would keep the last one alone. Here the first keeps its name, and each later one is called
 * `KEY#2`, `KEY#3`. Text without such keys comes back as it is.
 */
export function withoutDuplicates(text: string): {readonly text: string; readonly keys: readonly string[]} {
	const found: string[] = [];
	let out = '';
	let copied = 0;
	/** One map of keys an open object; undefined: an open array. */
	const open: Array<Map<string, number> | undefined> = [];
	/** A string that stands here is a key. */
	let keyNext = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (character === '"') {
			const end = endOfString(text, at);
			const keys = open.at(-1);
			if (keyNext && keys) {
				const key = named(text.slice(at, end + 1));
				const times = (keys.get(key) ?? 0) + 1;
				keys.set(key, times);
				if (times > 1) {
					found.push(key);
					out += `${text.slice(copied, end)}#${times}`;
					copied = end;
				}

				keyNext = false;
			}

			at = end;
		} else if (character === '{') {
			open.push(new Map());
			keyNext = true;
		} else if (character === '[') {
			open.push(undefined);
			keyNext = false;
		} else if (character === '}' || character === ']') {
			open.pop();
			keyNext = false;
		} else if (character === ',') {
			keyNext = open.at(-1) !== undefined;
		}
	}

	return {text: found.length === 0 ? text : out + text.slice(copied), keys: found};
}

/** A name with escapes is the same name. */
function named(token: string): string {
	if (!token.includes('\\')) return token.slice(1, -1);
	try {
		return JSON.parse(token) as string;
	} catch {
		return token.slice(1, -1);
	}
}

function endOfString(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		if (text[at] === '\\') at++;
		else if (text[at] === '"') return at;
	}

	return text.length;
}
