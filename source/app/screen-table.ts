import type {ComponentType} from 'react';
import type {Binding} from '../keys/binding.js';
import type {Source} from '../store/source.js';
import type {Text} from '../text/text.js';
import {checksBindings} from '../screens/checks/keys.js';
import {ChecksView} from '../screens/checks/view.js';
import {demoBindings} from '../screens/demo/keys.js';
import {DemoView} from '../screens/demo/view.js';
import {installBindings} from '../screens/install/keys.js';
import {InstallView} from '../screens/install/view.js';
import {networkBindings} from '../screens/network/keys.js';
import {NetworkView} from '../screens/network/view.js';
import {nftablesBindings} from '../screens/nftables/keys.js';
import {NftablesView} from '../screens/nftables/view.js';
import type {AllSources, ScreenId, ScreenProps} from '../screens/services.js';
import {statusBindings} from '../screens/status/keys.js';
import {StatusView} from '../screens/status/view.js';

export type Screen = {
	readonly id: ScreenId;
	readonly View: ComponentType<ScreenProps>;
	/** Its key table, for help, palette and the test for clashes. */
	readonly bindings: readonly Binding[];
	/** Names of its actions. */
	readonly actions: (text: Text) => Readonly<Record<string, string>>;
	/** The source whose age the header tells and that `R` reads again; undefined where nothing is live. */
	readonly source: (sources: AllSources) => Source<unknown> | undefined;
};

/** The six screens, in the order of their keys. */
export const screens: readonly Screen[] = [
	{
		id: 'checks',
		View: ChecksView,
		bindings: checksBindings,
		actions: text => text.checks.actions,
		source: sources => sources.checks,
	},
	{
		id: 'install',
		View: InstallView,
		bindings: installBindings,
		actions: text => text.install.actions,
		source: () => undefined,
	},
	{
		id: 'status',
		View: StatusView,
		bindings: statusBindings,
		actions: text => text.status.actions,
		source: sources => sources.cluster,
	},
	{
		id: 'network',
		View: NetworkView,
		bindings: networkBindings,
		actions: text => text.network.actions,
		source: sources => sources.network,
	},
	{
		id: 'nftables',
		View: NftablesView,
		bindings: nftablesBindings,
		actions: text => ({...text.nftables.actions, ...text.whatIf.actions}),
		source: sources => sources.packetFilter,
	},
	{id: 'demo', View: DemoView, bindings: demoBindings, actions: text => text.demo.actions, source: () => undefined},
];

/** What an action is called, over all catalogues. */
export function nameOfAction(text: Text, action: string): string {
	for (const screen of screens) {
		const name = screen.actions(text)[action];
		if (name !== undefined) return name;
	}

	return text.app.actions[action] ?? action;
}
