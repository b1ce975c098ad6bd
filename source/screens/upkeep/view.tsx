import {useEffect} from 'react';
import {useUi} from '../../components/context.js';
import {dim, line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {settle} from '../../components/list.js';
import {useField} from '../../components/use-field.js';
import {useLayer} from '../../components/use-layer.js';
import type {UpkeepWanted} from '../../install/upkeep/wanted.js';
import {level} from '../../keys/layers.js';
import type {UpkeepText} from '../../text/upkeep.js';
import type {ScreenProps} from '../services.js';
import {useSession} from '../use-session.js';
import {upkeepBindings, upkeepEntryBindings, upkeepMenuBindings} from './keys.js';
import {chosen} from './open.js';
import {offerOf, typedWish} from './options.js';
import {chooseLines, menuKinds, menuLines, optionIds, other} from './rows.js';
import {upkeepState, type UpkeepEvent, type UpkeepState} from './state.js';
import {UpkeepSteps} from './steps-view.js';
import {useAsked} from './use-asked.js';
import {useWords} from './use-words.js';

type Props = ScreenProps & {readonly state: UpkeepState; readonly dispatch: (event: UpkeepEvent) => void};
type Worded = Props & {readonly words: UpkeepText};

/** What keeps a cluster (upgrade, backup, restore), in the place of the install's steps. It goes on when it is left. */
export function Upkeep(props: Props) {
	const {services, width, height, state, dispatch} = props;
	const words = useWords(services.text);
	useLayer(
		{
			level: level.screen,
			bindings: upkeepMenuBindings,
			onAction: action => (action === 'upkeep.close' ? dispatch({type: 'close'}) : undefined),
		},
		words === undefined,
	);
	if (words === undefined) return <Lines lines={[]} width={width} height={height} />;
	if (state.at === 'steps') return <Steps {...props} words={words} />;
	return state.at === 'menu' ? <Menu {...props} words={words} /> : <Choose {...props} words={words} />;
}

function Menu({services, width, height, state, dispatch, words}: Worded) {
	const {states} = useUi();
	const view = useSession(services.sessions.upkeep, services.pacer);
	useLayer({
		level: level.screen,
		bindings: upkeepMenuBindings,
		onAction(action) {
			// What the keys before it in the same read did counts already.
			const now = (states.get(upkeepState) as UpkeepState | undefined) ?? state;
			if (action === 'upkeep.close') dispatch({type: 'close'});
			else if (action === 'upkeep.choose') {
				const kind = menuKinds.find(each => each === settle(now.options, menuKinds, menuKinds.length).selected);
				if (kind !== undefined) dispatch(chosen(kind, view.cut));
			} else dispatch({type: 'option', action, ids: menuKinds, height});
		},
	});
	return <Lines lines={menuLines(state, view, {width, height}, words.screen)} width={width} height={height} />;
}

function Choose({services, width, height, state, dispatch, words}: Worded) {
	const {states} = useUi();
	const {kind = 'backup'} = state;
	const asked = useAsked(services, kind);
	const offer = asked && offerOf(kind, asked, words.screen);
	const now = (): UpkeepState => (states.get(upkeepState) as UpkeepState | undefined) ?? state;
	const ids = offer === undefined ? [] : optionIds(offer);

	/** The session looks at the host for it; nothing runs by that. */
	const take = (wanted: UpkeepWanted): void => {
		void services.sessions.upkeep.open(wanted);
		dispatch({type: 'steps', kind});
	};

	useLayer(
		{
			level: level.screen,
			bindings: upkeepMenuBindings,
			onAction(action) {
				if (action === 'upkeep.close') dispatch({type: 'leave'});
				else if (action !== 'upkeep.choose') dispatch({type: 'option', action, ids, height: height - 2});
				else if (offer !== undefined) {
					const {selected} = settle(now().options, ids, ids.length);
					const option = offer.options.find(({id}) => id === selected);
					if (option !== undefined) take(option.wanted);
					else if (selected === other) dispatch({type: 'entry'});
				}
			},
		},
		state.typed === undefined,
	);
	useField(
		{
			bindings: upkeepEntryBindings,
			onEdit: edit => dispatch({type: 'type', edit}),
			onAction(action) {
				if (action === 'upkeep.cancel') return dispatch({type: 'no-entry'});
				const wish = typedWish(kind, now().typed?.text ?? '', words.screen);
				if (typeof wish === 'string') services.notify(wish);
				else take(wish);
			},
		},
		state.typed !== undefined,
	);
	const lines = chooseLines({kind, state, asked, offer}, {width, height}, words.screen);
	return <Lines lines={lines} width={width} height={height} />;
}

/** The steps of what was chosen; where nobody has made its session yet, that is done. */
function Steps(props: Worded) {
	const {services, state, width, height, dispatch, words} = props;
	const {upkeep} = services.sessions;
	const view = useSession(upkeep, services.pacer);
	const {kind} = state;
	const session = view.kind === kind || view.session?.busy() ? view.session : undefined;
	useEffect(() => {
		if (session !== undefined || kind === undefined) return;
		const {cut} = upkeep.get();
		if (cut?.kind === kind && cut.wanted !== undefined) void upkeep.open(cut.wanted);
		else if (kind === 'backup') void upkeep.open({kind});
	}, [session, kind, upkeep]);
	useLayer(
		{
			level: level.screen,
			bindings: upkeepBindings,
			onAction: action => (action === 'upkeep.back' ? dispatch({type: 'leave'}) : undefined),
		},
		session === undefined,
	);
	return session === undefined ? (
		<Lines lines={[line(dim(words.screen.reading))]} width={width} height={height} />
	) : (
		<UpkeepSteps {...props} kind={view.kind ?? 'backup'} session={session} />
	);
}
