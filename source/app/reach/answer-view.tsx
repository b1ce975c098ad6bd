import {useMemo, useState} from 'react';
import {shown} from '../../command/command.js';
import {wrap} from '../../components/blocks.js';
import {Confirm} from '../../components/dialog.js';
import {colored, dim, line, type Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {rowsOf} from '../../components/rows.js';
import {emptyPane, isSearching, paneLines, reducePane, type Shown} from '../../components/text-pane.js';
import {useLayer} from '../../components/use-layer.js';
import {usePane} from '../../components/use-pane.js';
import {seeCommands} from '../../commands/reach-words.js';
import {isHarmless} from '../../command/reach-probe.js';
import {level} from '../../keys/layers.js';
import type {LayerSubject} from '../../model/layers/subject.js';
import type {Answered} from '../../model/reach/answer.js';
import type {ReachWorld} from '../../model/reach/facts.js';
import type {Services} from '../../screens/services.js';
import {probeCommand} from '../../store/reach-probe.js';
import {layersOfPlace} from '../layers/asked-of.js';
import {answerRows} from './answer-rows.js';
import {reachBindings} from './keys.js';
import type {Words} from './path-rows.js';
import {shortOf} from './places.js';
import {mostProbes, useAnswer, useProbe, type Question} from './use-reach.js';

/** The answer to one question as a text; `t` sends real packets after a question. */
export function AnswerView(props: {
	readonly services: Services;
	readonly words: Words;
	/** Undefined: it is being read. */
	readonly world: ReachWorld | undefined;
	readonly question: Question;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (what: string) => void;
	readonly onBack: () => void;
	readonly onAgain: () => void;
	readonly onAcross: (of: LayerSubject) => void;
	readonly onChoose: () => void;
	readonly onTurn: () => void;
	readonly onMatrix: () => void;
	readonly onPolicies: (answered: Answered) => void;
}) {
	const {services, words, world, question, width, height, onBack} = props;
	const {screen} = words;
	const {kind} = services;
	const answered = useAnswer(world, question, services.ask);
	const {probing, send} = useProbe(services.ask);
	const [asks, setAsks] = useState(false);
	const [pane, setPane] = useState(emptyPane);
	const mine = probing && probing.of === answered ? probing : undefined;
	const probed = mine && !mine.running ? mine.done : undefined;
	const content = useMemo(
		() =>
			rowsOf(
				answered
					? answerRows(answered, probed, words, {width, kind})
					: [line(dim(world ? screen.asking : screen.reading))],
			),
		[answered, probed, words, width, kind, world, screen],
	);
	const sending = mine?.running
		? screen.probe.running(mine.done.length, Math.min(mostProbes, mine.of.results.length))
		: '';
	const pane_: Shown = {content, width, height};
	usePane(pane, pane_, event => setPane(now => reducePane(now, event)), level.overlay + 1);
	useLayer(
		{
			level: level.overlay,
			bindings: reachBindings,
			modal: true,
			onAction(action) {
				switch (action) {
					case 'reach.back':
						return isSearching(pane) ? setPane(now => reducePane(now, {type: 'pane-clear'})) : onBack();
					case 'reach.choices':
						return props.onChoose();
					case 'reach.next-part':
						return props.onTurn();
					case 'reach.refresh':
						return props.onAgain();
					case 'reach.describe':
						return answered && props.onPolicies(answered);
					case 'reach.map':
						return props.onMatrix();
					case 'reach.across': {
						const of = layersOfPlace(question.to) ?? layersOfPlace(question.from);
						return of ? props.onAcross(of) : services.notify(services.text.act.acrossReach);
					}

					case 'reach.server': {
						const at = answered && otherServer(answered);
						return void import('../../screens/other-server.js').then(async ({openOtherServer}) =>
							openOtherServer(services, at),
						);
					}

					case 'reach.copy': {
						const [command] = answered ? seeCommands(answered.reasons) : [];
						return command === undefined ? services.notify(services.text.app.nothingToCopy) : props.onCopy(command);
					}

					case 'reach.trace': {
						if (!answered || mine?.running) return undefined;
						if (kind === 'recorded') return services.notify(screen.recorded);
						if (commandsOf(answered).length === 0) return services.notify(screen.probe.none);
						return setAsks(true);
					}

					default:
						return setPane(now => reducePane(now, {type: 'pane', action, ...pane_}));
				}
			},
		},
		!asks,
	);
	if (asks && answered) {
		const commands = commandsOf(answered);
		return (
			<Confirm
				text={services.text}
				title={screen.probe.title}
				decision={planOf(answered, commands.length, words, width, kind === 'simulated')}
				details={commands.flatMap(command => wrap(`$ ${command}`, width - 2).map(row => line(colored(row, 'cyan'))))}
				yes={screen.probe.yes}
				no={screen.probe.no}
				width={width}
				height={height}
				onYes={() => {
					setAsks(false);
					send(answered);
				}}
				onNo={() => setAsks(false)}
			/>
		);
	}

	const title = screen.title(shortOf(question.from), shortOf(question.to));
	return (
		<Lines
			lines={paneLines(pane, pane_, {title, right: sending, none: services.text.common.noMatch})}
			width={width}
			height={height}
		/>
	);
}

/** The server that an answer names as the place to ask: `k0s-tui on SERVER ...` (`model/reach/away.ts`). */
export function otherServer({
	reasons,
	results,
}: Pick<Answered, 'reasons' | 'results'>): {node: string; server: string} | undefined {
	for (const {about, command} of [...reasons, ...results.flatMap(each => each.reasons)]) {
		const [program, verb, server] = command ?? [];
		if (program === 'k0s-tui' && verb === 'on' && server !== undefined) return {node: about[1] ?? server, server};
	}

	return undefined;
}

const commandsOf = ({results}: Answered): readonly string[] =>
	results.slice(0, mostProbes).flatMap(reached => {
		const command = probeCommand(reached);
		return command ? [shown(command.argv)] : [];
	});

/** What is about to happen, in sentences. */
function planOf(
	{results}: Answered,
	count: number,
	{screen: {probe}}: Words,
	width: number,
	simulated: boolean,
): readonly Line[] {
	const mayAct = results.some(({flow: {protocol, port}}) => protocol === 'udp' && !isHarmless({protocol, port}));
	return [
		...(simulated ? [probe.simulated] : []),
		probe.plan(count),
		...(mayAct ? [probe.may] : []),
		...(results.length > mostProbes ? [probe.most(mostProbes, results.length)] : []),
	].flatMap(sentence => wrap(sentence, width).map(row => line(row)));
}
