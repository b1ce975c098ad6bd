import type {Sliced} from '../store/slices.js';
import type {Text} from '../text/text.js';
import type {Services} from './services.js';

/** A kind of thing that has a name; `text.objects.kinds` says what people call it. */
export type ObjectKind = keyof Text['objects']['kinds'];

/** Something that `:` finds by its name. */
export type NamedObject = {
	readonly kind: ObjectKind;
	/** By what it is found; the first is how it is shown. Text from outside. */
	readonly names: readonly [string, ...string[]];
	/** Where it is, shown beside its name and not looked through. */
	readonly note?: string;
	/** Tells it from the others of its kind, for `select`. */
	readonly key: string;
};

export type ObjectList = {
	readonly objects: readonly NamedObject[];
	/** Kinds of which nothing was read yet: their names cannot be found. */
	readonly unread: readonly ObjectKind[];
};

/** The states of the screens, which outlive their tabs (`useScreenState`). */
export type States = Map<string, unknown>;

/**
 * What a screen has that can be found by name, and how to be on one of them: `screens/NAME/objects.ts`, loaded when `:` is
 * first pressed. It only looks at what the sources hold: typing a name reads nothing, `read` does so when a person asks.
 */
export type ScreenObjects = {
	/** The values that the list is made from: while all are the same ones the list is. */
	readonly from: (services: Services) => readonly unknown[];
	/** In slices: there may be 10,000 services. */
	readonly list: (services: Services) => Sliced<ObjectList>;
	/** Reads what its names come from, whatever is shown. Absent: looking at them is the screen's own work. */
	readonly read?: (services: Services) => Promise<unknown>;
	/** What one word may mean although nothing that was read has this name: it is asked for when a person chooses it. */
	readonly guess?: (word: string, services: Services) => NamedObject | undefined;
	/** Changes the screen's state so that it shows the object, selected. */
	readonly select: (object: NamedObject, states: States, services: Services) => void;
};

/** The names that are worth to be found by, each once; the first stays the first. */
export function namesOf(first: string, ...others: ReadonlyArray<string | null | undefined>): [string, ...string[]] {
	const more = new Set(others.filter(name => typeof name === 'string' && name !== ''));
	more.delete(first);
	return [first, ...(more as Set<string>)];
}
