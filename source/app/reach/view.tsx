import {useMemo, useState} from 'react';
import {exactly, wrap} from '../../components/blocks.js';
import {dim, line, type Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useLayer} from '../../components/use-layer.js';
import {level} from '../../keys/layers.js';
import type {LayerSubject} from '../../model/layers/subject.js';
import type {Answered} from '../../model/reach/answer.js';
import type {Services} from '../../screens/services.js';
import {Finder} from '../finder.js';
import type {Shell} from '../shell.js';
import {AnswerView} from './answer-view.js';
import {MatrixView} from './matrix-view.js';
import {waitingBindings} from './keys.js';
import {PoliciesView} from './policies-view.js';
import {entriesFor, matrixEntry, placeSearch, shortOf, turnEntry} from './places.js';
import {useWords, useWorld} from './use-reach.js';

/** Who was selected where `R` was pressed: it sends, or others ask for it. */
export type Subject = {
	readonly from?: string;
	readonly to?: string;
	/** A NetworkPolicy (`namespace/name`) that is to be told in words. */
	readonly policy?: string;
	/** Everybody to everybody. */
	readonly matrix?: true;
};

type Stage =
	| {readonly kind: 'from'; readonly to?: string}
	| {readonly kind: 'to'; readonly from: string}
	| {readonly kind: 'answer'; readonly from: string; readonly to: string}
	| {readonly kind: 'matrix'}
	| {readonly kind: 'policies'; readonly name?: string; readonly answered?: Answered};

const first = ({from, to, policy, matrix}: Subject): Stage => {
	if (matrix) return {kind: 'matrix'};
	if (policy !== undefined) return {kind: 'policies', name: policy};
	if (from !== undefined && to !== undefined) return {kind: 'answer', from, to};
	if (from !== undefined) return {kind: 'to', from};
	return {kind: 'from', ...(to !== undefined && {to})};
};

/** `R`: reach what? The question, its answer, and what a real packet says to it. In the place of the screen. */
export function ReachView(props: {
	readonly services: Services;
	readonly shell: Shell;
	readonly subject: Subject;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (what: string) => void;
	readonly onClose: () => void;
}) {
	const {services, shell, subject, width, height, onClose} = props;
	const words = useWords(shell.language, services.text);
	const {world, again} = useWorld(shell.readReach);
	const [trail, setTrail] = useState<readonly Stage[]>([first(subject)]);
	const stage = trail.at(-1);
	const known = world?.known ? world.value : undefined;
	const back = (): void => {
		if (trail.length < 2) onClose();
		else setTrail(trail.slice(0, -1));
	};

	/** To the layers; what is shown here now is what one comes back to. */
	const leave = (to: Subject, of: LayerSubject): void => {
		services.reach(to);
		services.across(of);
	};

	const push = (next: Stage): void => setTrail(before => [...before, next]);
	const side = stage?.kind === 'from' ? 'from' : 'to';
	const other =
		stage?.kind === 'from'
			? stage.to
			: stage?.kind === 'matrix' || stage?.kind === 'policies'
				? undefined
				: stage?.from;
	const search = useMemo(
		() => (words ? placeSearch(entriesFor(side, known, other, words.screen), words.screen) : undefined),
		[side, known, other, words],
	);
	const unread = world && !world.known ? world.unknown : undefined;
	const waiting = !words || !search || unread !== undefined;
	useLayer(
		{
			level: level.overlay,
			bindings: waitingBindings,
			modal: true,
			onAction: action => (action === 'reach.back' ? back() : again()),
		},
		waiting,
	);
	if (waiting || !stage) {
		const {common} = services.text;
		const said = unread
			? wrap(
					words?.screen.couldNotRead(
						[common.reason[unread.reason] ?? unread.reason, unread.detail].filter(Boolean).join(': '),
					) ?? '',
					width,
				).map((row): Line => line(row))
			: [line(dim(common.reading))];
		return <Lines lines={exactly(said, height)} width={width} height={height} />;
	}

	if (stage.kind === 'answer') {
		return (
			<AnswerView
				{...{services, words, width, height}}
				world={known}
				question={stage}
				onAcross={of => leave({from: stage.from, to: stage.to}, of)}
				onCopy={props.onCopy}
				onBack={back}
				onAgain={again}
				onChoose={() => push({kind: 'to', from: stage.from})}
				onMatrix={() => push({kind: 'matrix'})}
				onPolicies={answered => push({kind: 'policies', answered})}
				onTurn={() => push({kind: 'answer', from: stage.to, to: stage.from})}
			/>
		);
	}

	if (stage.kind === 'policies') {
		return (
			<PoliciesView
				{...{services, width, height}}
				language={shell.language}
				world={known}
				answered={stage.answered}
				name={stage.name}
				onCopy={props.onCopy}
				onBack={back}
				onAgain={again}
			/>
		);
	}

	if (stage.kind === 'matrix') {
		return (
			<MatrixView
				{...{services, words, width, height}}
				world={known}
				onAcross={of => leave({matrix: true}, of)}
				onAsk={({from, to}) => push({kind: 'answer', from, to})}
				onBack={back}
				onAgain={again}
			/>
		);
	}

	const {screen} = words;
	const title =
		stage.kind === 'to'
			? screen.pickTo(shortOf(stage.from))
			: stage.to === undefined
				? screen.pickFrom
				: screen.pickFromFor(shortOf(stage.to));
	const run = (id: string): void => {
		if (id === turnEntry) push({kind: 'from', ...(other !== undefined && {to: other})});
		else if (id === matrixEntry) push({kind: 'matrix'});
		else if (stage.kind === 'to') push({kind: 'answer', from: stage.from, to: id});
		else push(stage.to === undefined ? {kind: 'to', from: id} : {kind: 'answer', from: id, to: stage.to});
	};

	return (
		<Finder
			key={JSON.stringify(stage)}
			{...{title, search, width, height}}
			hint={known ? '' : screen.reading}
			none={screen.noPlace}
			pending={false}
			foot={[line(dim(screen.hint))]}
			onRun={run}
			onClose={back}
		/>
	);
}
