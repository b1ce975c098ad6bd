import type {Screen} from '../screen.js';
import {nftablesBindings, rawBindings} from './keys.js';
import {whatIfBindings, whatIfFieldBindings} from './what-if/keys.js';
import {NftablesView} from './view.js';

export const nftablesScreen: Screen = {
	id: 'nftables',
	View: NftablesView,
	bindings: nftablesBindings,
	panes: {'raw output': rawBindings, 'what if': whatIfBindings, 'a packet that is typed': whatIfFieldBindings},
	actions: text => ({...text.nftables.actions, ...text.whatIf.actions}),
	source: sources => sources.packetFilter,
	async objects() {
		const {nftablesObjects} = await import('./objects.js');
		return nftablesObjects;
	},
};
