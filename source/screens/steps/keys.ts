import {rawBindings, textBindings} from '../../components/text-pane.js';
import {without, type Binding} from '../../keys/binding.js';

/** What stays of a screen of steps while one reads there. */
const stays = /\.(?:back|output|stop|copy|refresh|pane)$/;

const order = ['back', 'output', 'stop', 'pane'];

/** The keys of a text on a screen of steps: those of the pane, and those of the screen that still mean something. */
const readingOn = (pane: readonly Binding[], screen: readonly Binding[]): readonly Binding[] => [
	...without(screen, pane)
		.filter(({action}) => stays.test(action))
		.map(({action, keys}) => {
			const place = order.indexOf(action.slice(action.indexOf('.') + 1));
			return place === -1 ? {action, keys} : {action, keys, footer: place + 1};
		}),
	...pane,
];

/** While a step's detail has the keys. */
export const detailOn = (screen: readonly Binding[]): readonly Binding[] => readingOn(textBindings, screen);

/** While the output is open. */
export const outputOn = (screen: readonly Binding[]): readonly Binding[] => readingOn(rawBindings, screen);
