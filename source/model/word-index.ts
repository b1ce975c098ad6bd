/**
 * Lines as numbers of words, each different word once and in lower case: 100,000 rules share most of theirs, so that what
 * is searched is a tenth of their text. What one looks for holds no blanks, so that it lies within one word.
 */
export type WordIndex = {
	readonly lines: number;
	/** The first `most` lines (in their order) in which all of `needles` occur and that `fits` lets through; and whether there may be more. */
	find(needles: readonly string[], most: number, fits: (line: number) => boolean): {lines: number[]; more: boolean};
};

export interface WordIndexBuilder {
	/** Adds the words of a text to the line that is open. */
	add(bytes: Uint8Array, from: number, to: number): void;
	endLine(): void;
	build(): WordIndex;
}

const blank = 0x20;

export function createWordIndexBuilder(): WordIndexBuilder {
	/** The words, one behind the other, a line feed behind each. */
	let text: Buffer = Buffer.allocUnsafe(1 << 16);
	let length = 0;
	/** Where each word begins, and one more: the end. */
	let starts: Uint32Array = new Uint32Array(1 << 12);
	let words = 0;
	/** Numbers of words + 1, by their hash; 0 is free. */
	let slots: Uint32Array = new Uint32Array(1 << 14);
	let ids: Uint32Array = new Uint32Array(1 << 14);
	let idCount = 0;
	let lineStarts: Uint32Array = new Uint32Array(1 << 12);
	let lines = 0;

	const rehash = (): void => {
		slots = new Uint32Array(slots.length * 2);
		for (let word = 0; word < words; word++) {
			let slot = hashOf(text, starts[word] ?? 0, (starts[word + 1] ?? 0) - 1) & (slots.length - 1);
			while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
			slots[slot] = word + 1;
		}
	};

	const isAt = (word: number, size: number): boolean => {
		const from = starts[word] ?? 0;
		if ((starts[word + 1] ?? 0) - from !== size + 1) return false;
		for (let at = 0; at < size; at++) if (text[from + at] !== text[length + at]) return false;
		return true;
	};

	/** The number of the word that was just written behind the others; it stays there when it is new. */
	const idOf = (size: number): number => {
		let slot = hashOf(text, length, length + size) & (slots.length - 1);
		for (let found = slots[slot]; found; found = slots[slot]) {
			if (isAt(found - 1, size)) return found - 1;
			slot = (slot + 1) & (slots.length - 1);
		}

		slots[slot] = words + 1;
		text[length + size] = 0x0a;
		length += size + 1;
		words++;
		starts = roomFor(starts, words + 1);
		starts[words] = length;
		if (words * 2 > slots.length) rehash();
		return words - 1;
	};

	/** Writes a word in lower case behind the others; how long it is. */
	const write = (bytes: Uint8Array, from: number, to: number): number => {
		let ascii = true;
		text = roomForText(text, length + (to - from) * 3 + 1);
		for (let at = from; at < to; at++) {
			const code = bytes[at] ?? 0;
			text[length + at - from] = code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
			if (code >= 0x80) ascii = false;
		}

		if (ascii) return to - from;
		const lower = Buffer.from(bytes.subarray(from, to)).toString('utf8').toLowerCase();
		text = roomForText(text, length + lower.length * 3 + 1);
		return text.write(lower, length, 'utf8');
	};

	return {
		add(bytes, from, to) {
			for (let at = from; at < to; at++) {
				if (bytes[at] === blank) continue;
				let end = at + 1;
				while (end < to && bytes[end] !== blank) end++;
				const id = idOf(write(bytes, at, end));
				ids = roomFor(ids, idCount);
				ids[idCount++] = id;
				at = end;
			}
		},
		endLine() {
			lines++;
			lineStarts = roomFor(lineStarts, lines + 1);
			lineStarts[lines] = idCount;
		},
		build: () =>
			indexOver({
				text: text.subarray(0, length),
				starts: starts.subarray(0, words + 1),
				ids: ids.subarray(0, idCount),
				lineStarts: lineStarts.subarray(0, lines + 1),
			}),
	};
}

/** FNV-1a. */
function hashOf(text: Uint8Array, from: number, to: number): number {
	let hash = 0x81_1c_9d_c5;
	for (let at = from; at < to; at++) hash = Math.imul(hash ^ (text[at] ?? 0), 0x01_00_01_93);
	return hash ^ (hash >>> 15);
}

function roomFor(array: Uint32Array, at: number): Uint32Array {
	if (at < array.length) return array;
	const larger = new Uint32Array(Math.max(at + 1, array.length * 2));
	larger.set(array);
	return larger;
}

function roomForText(text: Buffer, size: number): Buffer {
	if (size <= text.length) return text;
	const larger = Buffer.allocUnsafe(Math.max(size, text.length * 2));
	text.copy(larger);
	return larger;
}

type Columns = {
	readonly text: Buffer;
	readonly starts: Uint32Array;
	readonly ids: Uint32Array;
	readonly lineStarts: Uint32Array;
};

/** Which words hold a needle: told for those before `known`. `near`: the next so many may well. */
type Needle = {readonly bytes: Buffer; readonly marks: Uint8Array; known: number; hits: number; near: number};

/** So many words behind one with the needle are looked at one by one: a call of the engine's own search costs ten of them. */
const nearby = 12;

/** So many words with a needle are looked for at once: one that is in more of them is soon found in enough lines. */
const firstHits = 500;
/** And so many lines are looked through one by one. */
const firstLines = 8000;

/** Whether a needle lies in a word. */
function lies(needle: Uint8Array, text: Uint8Array, from: number, to: number): boolean {
	const size = needle.length;
	const first = needle[0];
	for (let at = from; at + size <= to; at++) {
		if (text[at] !== first) continue;
		let same = 1;
		while (same < size && text[at + same] === needle[same]) same++;
		if (same >= size) return true;
	}

	return size === 0;
}

function indexOver({text, starts, ids, lineStarts}: Columns): WordIndex {
	const words = starts.length - 1;
	const lines = lineStarts.length - 1;

	/** Looks on for a needle until it is known whether `word` holds it, or so many do. Words are numbered as they came. */
	const look = (needle: Needle, word: number, mostHits = Infinity): void => {
		const {bytes, marks} = needle;
		while (needle.known <= word && needle.hits < mostHits) {
			if (needle.near > 0) {
				const here = needle.known++;
				needle.near--;
				if (!lies(bytes, text, starts[here] ?? 0, (starts[here + 1] ?? 0) - 1)) continue;
				marks[here] = 1;
				needle.hits++;
				needle.near = nearby;
				continue;
			}

			const at = text.indexOf(bytes, starts[needle.known]);
			const found = at === -1 ? words : wordAt(starts, at);
			if (found - needle.known < nearby / 2) needle.near = nearby;
			needle.known = Math.min(words, found + 1);
			if (at === -1) return;
			marks[found] = 1;
			needle.hits++;
		}
	};

	/** Marks of the searches before: memory that is made anew at each key costs more than the search. */
	const spare: Uint8Array[] = [];

	const needleOf = (asked: string, order: number): Needle => {
		const marks = (spare[order] ??= new Uint8Array(words)).fill(0);
		const needle = {bytes: Buffer.from(asked.toLowerCase()), marks, known: 0, hits: 0, near: 0};
		look(needle, words - 1, firstHits);
		return needle;
	};

	const isIn = (needle: Needle, word: number): boolean => {
		if (word >= needle.known) look(needle, word);
		return needle.marks[word] === 1;
	};

	let places: Places | undefined;
	/** Made once, as the marks are. */
	let lineMarks: Uint8Array | undefined;

	/** Marks the lines that hold one of the marked words. */
	const markLines = (marks: Uint8Array): Uint8Array => {
		places ??= placesOf(ids, lineStarts, words);
		lineMarks = (lineMarks ?? new Uint8Array(lines)).fill(0);
		const {from, lineOf} = places;
		for (let word = 0; word < words; word++) {
			if (marks[word] !== 1) continue;
			const to = from[word + 1] ?? 0;
			for (let at = from[word] ?? 0; at < to; at++) lineMarks[lineOf[at] ?? 0] = 1;
		}

		return lineMarks;
	};

	const has = (needle: Needle, line: number): boolean => {
		const to = lineStarts[line + 1] ?? 0;
		for (let at = lineStarts[line] ?? 0; at < to; at++) if (isIn(needle, ids[at] ?? 0)) return true;
		return false;
	};

	return {
		lines,
		find(asked, most, fits) {
			const needles = asked.map(needleOf).sort((a, b) => a.hits - b.hits);
			const found: number[] = [];
			const [rarest] = needles;
			if (rarest?.hits === 0) return {lines: found, more: false};
			/** Lines that may hold the rarest: known at once where few words do, else when the first lines were not enough. */
			let some: Uint8Array | undefined;
			for (let line = 0; line < lines; line++) {
				if (rarest && !some && (rarest.known === words || line === firstLines)) {
					look(rarest, words - 1);
					some = markLines(rarest.marks);
				}

				if (some) line = some.indexOf(1, line);
				if (line === -1) break;
				if (!needles.every(needle => has(needle, line)) || !fits(line)) continue;
				found.push(line);
				if (found.length >= most) return {lines: found, more: true};
			}

			return {lines: found, more: false};
		},
	};
}

/** For each word the lines that hold it, one word's behind the other's: where they begin, and one more. */
type Places = {readonly from: Uint32Array; readonly lineOf: Uint32Array};

/** Made at the first search: some 10 ms for 100,000 rules. */
function placesOf(ids: Uint32Array, lineStarts: Uint32Array, words: number): Places {
	const from = new Uint32Array(words + 1);
	for (let at = 0; at < ids.length; at++) {
		const word = (ids[at] ?? 0) + 1;
		from[word] = (from[word] ?? 0) + 1;
	}

	for (let word = 0; word < words; word++) from[word + 1] = (from[word + 1] ?? 0) + (from[word] ?? 0);
	const next = from.slice();
	const lineOf = new Uint32Array(ids.length);
	for (let line = 0; line + 1 < lineStarts.length; line++) {
		for (let at = lineStarts[line] ?? 0; at < (lineStarts[line + 1] ?? 0); at++) {
			const word = ids[at] ?? 0;
			const place = next[word] ?? 0;
			next[word] = place + 1;
			lineOf[place] = line;
		}
	}

	return {from, lineOf};
}

/** The word that holds a position. */
function wordAt(starts: Uint32Array, position: number): number {
	let [low, high] = [0, starts.length - 2];
	while (low < high) {
		const middle = (low + high + 1) >>> 1;
		if ((starts[middle] ?? 0) <= position) low = middle;
		else high = middle - 1;
	}

	return low;
}
