/** Stands where a secret stood. */
export const redacted = '[redacted]';
/** The same while a text is worked on: one letter that no rule takes for a bracket, a word or an end. */
export const mark = '\u{E000}';
const marks = /\u{E000}+/gu;

export const withMarks = (text: string): string => text.replaceAll(redacted, mark);
export const withoutMarks = (text: string): string => text.replaceAll(marks, redacted);

/** What was hidden, as a recording counts it. */
export type HiddenKind =
	/** A value of an environment: of a container, a unit, a process. */
	| 'environment'
	/** The value of an annotation: whole manifests stand there. */
	| 'annotation'
	/** What a Secret or a ConfigMap holds. */
	| 'data'
	/** A word of a command line, after an option that takes a secret. */
	| 'argument'
	/** A value behind a name that says secret: `password: …`. */
	| 'named'
	/** A private key, or a part of one. */
	| 'key'
	/** A token that its own form gives away: a JSON web token, `ghp_…`, a join token. */
	| 'token'
	/** User and password of a URL. */
	| 'url'
	/** A header that carries a secret: Authorization, Cookie. */
	| 'header'
	/** A long word of Base64 whose content nobody here knows. */
	| 'encoded'
	/** Text whose middle is missing, so that its structure is not known. */
	| 'cut';

export type Hidden = Readonly<Partial<Record<HiddenKind, number>>>;

/** Counts while a text is redacted. */
export class Tally {
	readonly #counts = new Map<HiddenKind, number>();

	/** What stands instead of a secret. What is hidden already is not counted again. */
	hide(kind: HiddenKind, secret: string): string {
		if (secret.replaceAll(marks, '') !== '') this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
		return mark;
	}

	/** Takes over what another one counted. */
	add(other: Tally): void {
		for (const [kind, count] of other.#counts) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
	}

	get total(): number {
		return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
	}

	get hidden(): Hidden {
		return Object.fromEntries(this.#counts);
	}
}
