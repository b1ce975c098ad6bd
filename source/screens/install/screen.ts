import type {Screen} from '../screen.js';
import {choicesBindings, entryBindings} from './choices/keys.js';
import {installBindings, installDetail, installOutput} from './keys.js';
import {resetBindings} from './reset/keys.js';
import {upkeepBindings, upkeepEntryBindings, upkeepMenuBindings} from '../upkeep/keys.js';
import {InstallView} from './view.js';

export const installScreen: Screen = {
	id: 'install',
	View: InstallView,
	bindings: installBindings,
	panes: {
		details: installDetail,
		output: installOutput,
		reset: resetBindings,
		'upgrade, backup, restore': upkeepBindings,
		'what to keep': upkeepMenuBindings,
		'a version, file or folder that is typed': upkeepEntryBindings,
		choices: choicesBindings,
		'a choice that is typed': entryBindings,
	},
	actions: text => text.install.actions,
	source: () => undefined,
	async objects() {
		const {installObjects} = await import('./objects.js');
		return installObjects;
	},
};
