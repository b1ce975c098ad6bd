import {wrap} from '../../../components/blocks.js';
import {blank, dim, line, type Line} from '../../../components/line.js';
import {namesNear} from '../../../model/nearest.js';
import type {Text} from '../../../text/text.js';
import {askedBy, type Place} from './state.js';

/** Names that are offered in the place of one that there is not. */
const most = 5;

/** What a list without rows says: what is empty, why, and the key that widens it. */
export function emptyLines(
	given: {
		readonly place: Place;
		readonly filter: string;
		/** Rows that the filter looks through. */
		readonly rows: number;
		/** All namespaces, once they are known: one that is asked for may be none of them. */
		readonly namespaces?: readonly string[] | undefined;
	},
	{browse}: Text,
	key: (action: 'browse.back' | 'browse.everywhere') => string,
	width: number,
): readonly Line[] {
	const {empty} = browse;
	const [what, ...keys] = said();
	return [...wrap(what, width).map(part => line(part)), blank, ...keys.map(each => line(dim(each)))];

	function said(): readonly [string, ...string[]] {
		const {place, rows} = given;
		const {text, inverse, selector} = askedBy(given.filter);
		const clears = empty.clears(key('browse.back'));
		if (text !== '' && rows > 0) return [(inverse ? empty.inverse : empty.filter)(text, rows), clears];
		if (place.type !== 'kind') return [empty.cluster('containers')];
		const {kind, namespace, owner, fields} = place;
		const {namespaces} = given;
		const what = kind.plural;
		const back = empty.back(key('browse.back'));
		if (selector !== '') {
			const wider = kind.namespaced && namespace !== null ? [empty.widens(key('browse.everywhere'))] : [];
			return [empty.selector(what, selector), clears, ...wider];
		}

		if (kind.namespaced && namespace !== null && namespaces && !namespaces.includes(namespace)) {
			const near = namesNear(namespace, namespaces).slice(0, most);
			return [empty.noNamespace(namespace, near), empty.widens(key('browse.everywhere'))];
		}

		if (owner) return [empty.owner(what, owner.name), back];
		if (fields !== '') return [empty.fields(what, fields), back];
		if (place.selector !== '') return [empty.selector(what, place.selector), back];
		if (!kind.namespaced) return [empty.cluster(what)];
		if (namespace === null) return [empty.everywhere(what)];
		return [empty.namespace(what, namespace), empty.widens(key('browse.everywhere'))];
	}
}
