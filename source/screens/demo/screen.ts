import type {Screen} from '../screen.js';
import {demoBindings, demoDetail, demoOutput} from './keys.js';
import {DemoView} from './view.js';

export const demoScreen: Screen = {
	id: 'demo',
	View: DemoView,
	bindings: demoBindings,
	panes: {details: demoDetail, output: demoOutput},
	actions: text => text.demo.actions,
	source: () => undefined,
	async objects() {
		const {demoObjects} = await import('./objects.js');
		return demoObjects;
	},
};
