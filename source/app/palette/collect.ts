import {parseCidr} from '../../model/cidr.js';
import type {NamedObject, ObjectKind, ScreenObjects} from '../../screens/objects.js';
import type {Screen} from '../../screens/screen.js';
import {screens} from '../../screens/screens.js';
import type {ScreenId, Services} from '../../screens/services.js';
import {inSlices} from '../../store/slices.js';
import {nameIndex, type NameIndex} from './names.js';

/** An object and the screen that shows it. */
export type Place = NamedObject & {readonly screen: ScreenId};

/** All that can be found by name now. */
export type Places = {
	/** What a word may mean that nothing is called. */
	readonly guess: (word: string) => readonly Place[];
	readonly index: NameIndex<Place>;
	/** What cannot: nobody has looked at it yet. No kinds: nothing of that screen. */
	readonly unread: readonly Unread[];
};

/** `canRead`: `readUnread` reads it; else it is known once its screen was open. */
export type Unread = {
	readonly screen: ScreenId;
	readonly kinds: readonly ObjectKind[];
	readonly canRead: boolean;
};

type Own = Pick<Places, 'index' | 'unread'> & {readonly from: readonly unknown[]};

/** By screen; made again when what it was made from is another one. */
const made = new WeakMap<Screen, Own>();

/** Undefined: it was aborted. Reads nothing from the host. */
export async function placesOf(services: Services, signal: AbortSignal): Promise<Places | undefined> {
	const parts: Own[] = [];
	const guesses: Array<(word: string) => readonly Place[]> = [];
	for (const screen of screens) {
		const objects = await screen.objects();
		const from = objects.from(services);
		let own = made.get(screen);
		if (own?.from.length !== from.length || !own.from.every((part, at) => part === from[at])) {
			own = await partOf(screen, objects, services, signal);
			if (!own) return undefined;
			made.set(screen, own);
		}

		parts.push(own);
		const {guess} = objects;
		if (guess) {
			guesses.push(word => {
				const object = guess(word, services);
				return object ? [{...object, screen: screen.id}] : [];
			});
		}
	}

	guesses.push(word => {
		const address = parseCidr(word);
		if (!address || word.includes('/') || !/[.:]/.test(word)) return [];
		return [{screen: 'network', kind: 'address', names: [services.text.objects.whoHas(word)], key: word}];
	});
	return {
		guess: word => guesses.flatMap(guess => guess(word)),
		index: joined(parts.map(({index}) => index)),
		unread: parts.flatMap(({unread}) => unread),
	};
}

/** Reads what no name can be found of, so that it can; what cannot be read stays unread. */
export async function readUnread(services: Services, unread: readonly Unread[]): Promise<void> {
	await Promise.all(
		screens
			.filter(({id}) => unread.some(({screen, canRead}) => canRead && screen === id))
			.map(async screen => (await screen.objects()).read?.(services)),
	);
}

async function partOf(
	{id}: Screen,
	objects: ScreenObjects,
	services: Services,
	signal: AbortSignal,
): Promise<Own | undefined> {
	const from = objects.from(services);
	const list = await inSlices(objects.list(services), signal);
	const index =
		list && (await inSlices(nameIndex(list.objects.map((object): Place => ({...object, screen: id}))), signal));
	if (!index) return undefined;
	// Lists and kinds have names before anything is read.
	const isWhole = list.objects.every(({kind}) => kind === 'list' || kind === 'kind');
	return {
		from,
		index,
		unread:
			list.unread.length === 0
				? []
				: [{screen: id, kinds: isWhole ? [] : list.unread, canRead: objects.read !== undefined}],
	};
}

const joined = (parts: ReadonlyArray<NameIndex<Place>>): NameIndex<Place> => parts.flat();
