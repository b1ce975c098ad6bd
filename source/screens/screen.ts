import type {ComponentType} from 'react';
import type {Binding} from '../keys/binding.js';
import type {Source} from '../store/source.js';
import type {Text} from '../text/text.js';
import type {ScreenObjects} from './objects.js';
import type {AllSources, ScreenId, ScreenProps} from './services.js';

/** All that the frame knows of a screen. Each screen has one, in `screens/NAME/screen.ts`; `screens/screens.ts` lists them. */
export type Screen = {
	readonly id: ScreenId;
	readonly View: ComponentType<ScreenProps>;
	/** Its main key table: what `?` and the palette offer. */
	readonly bindings: readonly Binding[];
	/** The tables of its panes, by the name that docs/KEYS.md gives them. */
	readonly panes: Readonly<Record<string, readonly Binding[]>>;
	/** Names of its actions. */
	readonly actions: (text: Text) => Readonly<Record<string, string>>;
	/** The source whose age the header tells and that `r` reads again; undefined where nothing is live. */
	readonly source: (sources: AllSources) => Source<unknown> | undefined;
	/** What `objects` are made from, where that is another source than the one shown now. */
	readonly objectsFrom?: (sources: AllSources) => Source<unknown>;
	/** What `:` finds by name here. */
	readonly objects: () => Promise<ScreenObjects>;
};
