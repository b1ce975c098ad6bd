import {rawBindings, textBindings} from '../../components/text-pane.js';
import {without, type ActionOf, type Binding, type BindingsOf} from '../../keys/binding.js';

/** What stays of a screen of steps while one reads there. */
const stays = /\.(?:back|output|stop|copy|refresh|pane)$/;

const order = ['back', 'output', 'stop', 'pane'];

/** The keys of a text on a screen of steps: those of the pane, and those of the screen that still mean something. */
const readingOn = <Pane extends readonly Binding[], Screen extends readonly Binding[]>(
	pane: Pane,
	screen: Screen,
): BindingsOf<ActionOf<Pane> | ActionOf<Screen>> => [
	...without(screen, pane)
		.filter(({action}) => stays.test(action))
		.map(({action, keys}) => {
			const place = order.indexOf(action.slice(action.indexOf('.') + 1));
			return place === -1 ? {action, keys} : {action, keys, footer: place + 1};
		}),
	...pane,
];

/** While a step's detail has the keys. */
export const detailOn = <Screen extends readonly Binding[]>(screen: Screen) => readingOn(textBindings, screen);

/** While the output is open. */
export const outputOn = <Screen extends readonly Binding[]>(screen: Screen) => readingOn(rawBindings, screen);
