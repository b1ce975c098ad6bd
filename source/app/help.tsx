import {useEffect, useMemo, useState} from 'react';
import {useUi} from '../components/context.js';
import {Lines} from '../components/lines.js';
import {noRows} from '../components/rows.js';
import {emptyPane, isSearching, paneLines, reducePane, type Shown} from '../components/text-pane.js';
import {useLayer} from '../components/use-layer.js';
import {usePane} from '../components/use-pane.js';
import {level} from '../keys/layers.js';
import type {KeyHelp} from '../text/key-help.js';
import type {Language, Text} from '../text/text.js';
import {helpBindings} from './help-keys.js';
import type * as Rows from './help-rows.js';

type Loaded = {readonly make: typeof Rows.helpRows; readonly words: KeyHelp};

const ready = new Map<Language, Loaded>();

/** Loads the sentences of `?`. Who opens it afterwards sees them at once, in one frame. */
export async function prepareHelp(language: Language): Promise<Loaded> {
	const known = ready.get(language);
	if (known) return known;
	const [{helpRows}, {keyHelp}] = await Promise.all([import('./help-rows.js'), import('../text/key-help.js')]);
	const loaded = {make: helpRows, words: await keyHelp(language)};
	ready.set(language, loaded);
	return loaded;
}

/** `?`: every key that works here, in a sentence, as a text to scroll and search. Its sentences are loaded when it opens. */
export function Help(props: {
	readonly text: Text;
	readonly language: Language;
	/** The name of the screen that it was opened on. */
	readonly screen: string;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
}) {
	const {text, language, screen, width, height, onClose} = props;
	const {layers, look} = useUi();
	// While this is drawn for the first time, the screen's tables still stand.
	const [tables] = useState(() => layers.tables());
	const [loaded, setLoaded] = useState(() => ready.get(language));
	const [pane, setPane] = useState(emptyPane);
	useEffect(() => {
		let isOpen = true;
		void prepareHelp(language).then(found => {
			if (isOpen) setLoaded(found);
		});
		return () => {
			isOpen = false;
		};
	}, [language]);
	const {rebind} = layers;
	const content = useMemo(
		() => loaded?.make({tables, rebind, screen, width, ascii: look.ascii}, loaded.words, text) ?? noRows,
		[loaded, tables, rebind, screen, width, look.ascii, text],
	);
	const shown: Shown = {content, width, height};
	useLayer({
		level: level.overlay,
		bindings: helpBindings,
		modal: true,
		onAction(action) {
			if (action !== 'help.close') setPane(now => reducePane(now, {type: 'pane', action, ...shown}));
			else if (isSearching(pane)) setPane(now => reducePane(now, {type: 'pane-clear'}));
			else onClose();
		},
	});
	usePane(pane, shown, event => setPane(now => reducePane(now, event)), level.overlay + 1);
	const title = loaded?.words.title ?? '';
	return <Lines lines={paneLines(pane, shown, {title, none: text.common.noMatch})} width={width} height={height} />;
}
