import {appBindings, fieldBindings, type Binding} from '../keys/binding.js';
import {dialogBindings} from '../components/dialog.js';
import {filterBindings} from '../components/filter.js';
import {sortBindings} from '../components/use-columns.js';
import {searchBindings} from '../components/use-pane.js';
import type {KeyTable, TableKind} from '../keys/rebind.js';
import {screens} from '../screens/screens.js';
import type {Text} from '../text/text.js';
import {logBindings} from './command-log.js';
import {copyBindings} from './copy-menu.js';
import {finderBindings} from './finder.js';
import {helpBindings} from './help-keys.js';
import {connectionsBindings, packetsBindings, packetsFilterBindings} from './packets/keys.js';
import {layersBindings} from './layers/keys.js';
import {matrixBindings, policiesBindings, reachBindings, waitingBindings} from './reach/keys.js';

/** What works on every screen: each tab by its number, then the frame's own keys. */
export const frameBindings: readonly Binding[] = [
	...screens.map(({id}, index) => ({action: `app.${id}`, keys: [String(index + 1)]})),
	...appBindings,
];

const typed = new Set<string>(fieldBindings.map(({action}) => action));
const kindOf = (bindings: readonly Binding[]): TableKind =>
	bindings.some(({action}) => typed.has(action)) ? 'typing' : 'screen';

/** Every key table of the product: for the reference, and for the test that no key means two things. */
export const allTables: readonly KeyTable[] = [
	{name: 'app', kind: 'screen', bindings: frameBindings},
	{name: 'dialog', kind: 'question', bindings: dialogBindings},
	{name: 'copy', kind: 'question', bindings: copyBindings},
	...[
		['filter', filterBindings] as const,
		['search', searchBindings] as const,
		['sort', sortBindings] as const,
		['finder', finderBindings] as const,
		['log', logBindings] as const,
		['help', helpBindings] as const,
		...screens.flatMap(({id, bindings, panes}) => [
			[id, bindings] as const,
			...Object.entries(panes).map(([pane, own]) => [`${id}: ${pane}`, own] as const),
		]),
		['packets', packetsBindings] as const,
		['packets: filter', packetsFilterBindings] as const,
		['packets: connections', connectionsBindings] as const,
		['layers', layersBindings] as const,
		['reach', reachBindings] as const,
		['reach: policies', policiesBindings] as const,
		['reach: matrix', matrixBindings] as const,
		['reach: reading', waitingBindings] as const,
	].map(([name, bindings]) => ({name, kind: kindOf(bindings), bindings})),
];

/** What an action is called, over all catalogues. The frame's own is asked first: it is there at a start, the others are not. */
export function nameOfAction(text: Text, action: string): string {
	const own = text.app.actions[action];
	if (own !== undefined) return own;
	const to = screens.find(({id}) => action === `app.${id}`);
	if (to !== undefined) return text.app.screens[to.id];
	for (const screen of screens) {
		const name = screen.actions(text)[action];
		if (name !== undefined) return name;
	}

	return action;
}
