import type {Screen} from '../screen.js';
import {actBindings, replicasBindings} from './act/keys.js';
import {browseBindings} from './browse/keys.js';
import {k0sLogBindings} from './k0s-log/keys.js';
import {detailBindings, rawBindings, reportBindings, statusBindings} from './keys.js';
import {logBindings, objectBindings} from './object/keys.js';
import {StatusView} from './view.js';

export const statusScreen: Screen = {
	id: 'status',
	View: StatusView,
	bindings: statusBindings,
	panes: {
		'objects of a kind': browseBindings,
		details: detailBindings,
		'raw output': rawBindings,
		'a pod or workload': objectBindings,
		log: logBindings,
		"k0s's log": k0sLogBindings,
		'what to do': actBindings,
		'how many pods': replicasBindings,
		'writing a report': reportBindings,
	},
	actions: text => ({...text.status.actions, ...text.browse.actions}),
	source: sources => sources.status,
	objectsFrom: sources => sources.cluster,
	async objects() {
		const {statusObjects} = await import('./objects.js');
		return statusObjects;
	},
};
