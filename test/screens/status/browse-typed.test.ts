import {describe, expect, test} from 'vitest';
import {kindNamed, usualKinds} from '../../../source/model/api-kinds.js';
import type {Services} from '../../../source/screens/services.js';
import {browseState, type BrowseState} from '../../../source/screens/status/browse/state.js';
import {typedLevel, typedOf} from '../../../source/screens/status/browse/typed.js';
import {statusObjects} from '../../../source/screens/status/objects.js';
import {catalogue} from '../../../source/text/text.js';

describe('a kind with where or which behind it, as k9s takes it', () => {
	test.each([
		['pods shop', {name: 'pods', namespace: 'shop', filter: ''}],
		['po  kube-system ', {name: 'po', namespace: 'kube-system', filter: ''}],
		['pods /web', {name: 'pods', namespace: null, filter: 'web'}],
		['pods !web', {name: 'pods', namespace: null, filter: '!web'}],
		['pods app=web,tier!=db', {name: 'pods', namespace: null, filter: '-l app=web,tier!=db'}],
		['pods -l app=web', {name: 'pods', namespace: null, filter: '-l app=web'}],
		['deploy shop -l app=web', {name: 'deploy', namespace: 'shop', filter: '-l app=web'}],
		['deploy shop /web 1', {name: 'deploy', namespace: 'shop', filter: 'web 1'}],
	])('%s', (words, wanted) => expect(typedOf(words)).toEqual(wanted));

	test.each(['pods', '', 'Two words here', 'pods Shop', 'pods a b c', '9 lives'])('%o is none', words =>
		expect(typedOf(words)).toBeUndefined(),
	);

	test('what is in no namespace is looked for by the word', () => {
		const kind = kindNamed('ns', usualKinds)!;
		const {place, filter} = typedLevel(kind, {name: 'ns', namespace: 'shop', filter: ''});
		expect(place).toMatchObject({namespace: null});
		expect(filter.text).toBe('shop');
	});

	test('the palette offers it, and enter opens that list', () => {
		const services = {sources: {browse: {kinds: () => undefined}}, text: catalogue('en')} as unknown as Services;
		const found = statusObjects.guess?.('po shop -l app=web', services);
		expect(found?.names[0]).toBe('pods in namespace shop with -l app=web');
		expect(statusObjects.guess?.('upgrade now', services)).toBeUndefined();
		const states = new Map<string, unknown>();
		statusObjects.select(found!, states, services);
		const {trail} = states.get(browseState) as BrowseState;
		expect(trail).toHaveLength(1);
		expect(trail[0]?.place).toMatchObject({type: 'kind', kind: {plural: 'pods'}, namespace: 'shop'});
		expect(trail[0]?.filter.text).toBe('-l app=web');
	});
});
