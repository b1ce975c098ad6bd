import {useUi} from '../../../components/context.js';
import {Confirm} from '../../../components/dialog.js';
import {Lines} from '../../../components/lines.js';
import {settle} from '../../../components/list.js';
import {useField} from '../../../components/use-field.js';
import {useLayer} from '../../../components/use-layer.js';
import {level} from '../../../keys/layers.js';
import type {ScreenProps} from '../../services.js';
import {apply, chooseBy} from './choose.js';
import type {Seen} from './field.js';
import {neededNext} from './fields.js';
import {stableOf} from './release-fields.js';
import {choicesBindings, entryBindings} from './keys.js';
import {choicesLines, fieldIds, optionIds, other, selectedField, wishLines} from './rows.js';
import {choicesState, type ChoicesEvent, type ChoicesState} from './state.js';
import {useStable} from './use-stable.js';

/** Takes the place of the body: what can be decided, what each decision means, and the line to type in. */
export function Choices({
	services,
	width,
	height,
	state,
	dispatch,
}: ScreenProps & {readonly state: ChoicesState; readonly dispatch: (event: ChoicesEvent) => void}) {
	const {text, sessions} = services;
	const session = sessions.install;
	const {states} = useUi();
	const field = selectedField(state);
	const read: Seen = session.seen();
	const known = stableOf(read, session.answers);
	const asked = useStable(services, field.id === 'version' && known === undefined);
	const stable = known ?? asked;
	const seen: Seen = stable === undefined ? read : {...read, stable};

	/** By now: several keys may come in one read. */
	const now = (): ChoicesState => (states.get(choicesState) as ChoicesState | undefined) ?? state;
	const optionsNow = () => selectedField(now()).options(session.answers, seen, text);

	function choose(): void {
		const current = now();
		const of = selectedField(current);
		const options = optionsNow();
		const ids = optionIds(of, options);
		if (current.pane === 'fields') openOptions();
		else {
			const {selected} = settle(current.options, ids, ids.length);
			const option = options.find(({id}) => id === selected);
			if (option === undefined && selected === other) dispatch({type: 'entry'});
			else if (option?.chosen) dispatch({type: 'decided'});
			else if (option) dispatch({type: 'ask', wish: option});
		}
	}

	function openOptions(): void {
		const option = optionsNow().find(({chosen}) => chosen)?.id ?? null;
		dispatch({type: 'field', field: selectedField(now()).id, option, types: false});
	}

	function take(): void {
		const {typed = ''} = now();
		const {entry} = selectedField(now());
		if (entry === undefined || (typed !== '' && entry.refuse(typed, text) !== undefined)) return;
		const answers = entry.take(typed === '' ? undefined : typed, session.answers);
		const {value} = selectedField(now());
		const name = value(answers, text);
		if (name === value(session.answers, text)) dispatch({type: 'decided'});
		else dispatch({type: 'ask', wish: {answers, name, note: ''}});
	}

	useLayer(
		{
			level: level.input,
			bindings: choicesBindings,
			modal: true,
			onAction(action) {
				if (action === 'choices.choose') choose();
				else if (action === 'choices.back') dispatch({type: 'back'});
				else if (action === 'choices.fields') {
					if (now().pane === 'options') dispatch({type: 'back'});
				} else if (action === 'choices.options') {
					if (now().pane === 'fields') openOptions();
				} else if (!chooseBy(action, {services, session, dispatch})) {
					const ids = now().pane === 'fields' ? fieldIds : optionIds(selectedField(now()), optionsNow());
					dispatch({type: 'move', action, ids, height: height - 2});
				}
			},
		},
		state.typed === undefined && state.asks === undefined,
	);
	useField(
		{
			bindings: entryBindings,
			onEdit: edit => dispatch({type: 'type', edit}),
			onAction(action) {
				if (action === 'choices.cancel') dispatch({type: 'back'});
				else take();
			},
		},
		state.typed !== undefined && state.asks === undefined,
	);

	const {asks} = state;
	if (asks !== undefined) {
		const words = text.install.choices;
		return (
			<Confirm
				text={text}
				title={words.ask(words.fields[field.id].name)}
				decision={wishLines(field, asks, {answers: session.answers, seen}, width, text)}
				yes={words.change}
				no={text.app.confirm.cancel}
				width={width}
				height={height}
				onNo={() => dispatch({type: 'refused'})}
				onYes={() => {
					apply(session, asks.answers);
					const next = neededNext(field.id, asks.answers);
					if (next === undefined) dispatch({type: 'decided'});
					else dispatch({type: 'field', field: next, option: null, types: true});
				}}
			/>
		);
	}

	const lines = choicesLines({state, answers: session.answers, seen}, {width, height}, text);
	return <Lines lines={lines} width={width} height={height} />;
}
