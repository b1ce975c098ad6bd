import {Box} from 'ink';
import {lazy, Suspense, useEffect, useMemo} from 'react';
import {wrap} from '../../components/blocks.js';
import {Confirm} from '../../components/dialog.js';
import {line, type Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {columnWidths, tableHeight} from '../../components/table.js';
import {useScreenState} from '../../components/use-screen-state.js';
import type {StepView} from '../../engine/session-view.js';
import {sign} from '../../components/marks.js';
import type {DemoAnswers} from '../../smoke/answers.js';
import {demoOrder} from '../../smoke/session.js';
import type {Text} from '../../text/text.js';
import type {ScreenProps} from '../services.js';
import {useSession} from '../use-session.js';
import {leastHeight, selectedStep, sizesOf, walkLines} from '../steps/layout.js';
import {commandLines} from '../steps/rows.js';
import {act} from './act.js';
import {useStepKeys} from '../steps/use-step-keys.js';
import {demoDetail, demoOutput, idleDemo, runningDemo} from './keys.js';
import {withDnsRead} from '../../smoke/dns-lines.js';
import {demoTable} from './result.js';
import {demoStatus, keepRule} from './rows.js';
import {initialDemo, reduceDemo} from './state.js';

const ResultTable = lazy(async () => {
	const {ResultTable: component} = await import('../../components/result-table.js');
	return {default: component};
});

/** The guide's last section: a web server, its port, its answer, and everything gone again. */
export function DemoView({services, width, height}: ScreenProps) {
	const {text, pacer, sessions} = services;
	const session = sessions.demo;
	const view = useSession(session, pacer);
	const printed = useSession(session.output, pacer);
	const output = useMemo(() => withDnsRead(printed, text), [printed, text]);
	const [state, dispatch] = useScreenState('demo', reduceDemo, initialDemo);
	const {answers, refuses} = session;
	const tables = useMemo(() => [demoTable(view, text, true), demoTable(view, text, false)], [view, text]);
	const fits = (each: (typeof tables)[number]): boolean =>
		each !== undefined && height - tableHeight(each) >= leastHeight(view.steps.length);
	const result = tables.find(each => fits(each));
	const widths = result && columnWidths(result, width);
	const under = result && !state.output ? tableHeight(result) : 0;
	// The steps stay in sight above the result; where both have no room, the output stands there as before.
	const table = widths && under > 0 && result ? {result, widths} : undefined;
	const above = {width, height: table ? height - under : height};
	const shown = {
		view,
		output: table ? [] : output,
		status: demoStatus({view, answers, refuses}, text),
		chosen: keepRule(answers, view, width, text),
	};
	const sizes = sizesOf(shown, state, above, text);

	useEffect(() => {
		if (!session.busy()) void session.refresh();
	}, [session]);
	const stands = standsAt(view.steps, view.running);
	useStepKeys({
		...{name: 'demo', state, sizes, dispatch, stands},
		bindings: state.output
			? demoOutput
			: state.pane === 'detail'
				? demoDetail
				: view.running === undefined
					? idleDemo
					: runningDemo,
		onAction: (action, now) =>
			act(action, {services, session, state: now, step: selectedStep(session.get(), now), dispatch}),
	});

	if (state.asks !== undefined) {
		const {rungs, commands, approved} = demoOrder(state.asks === 'run' ? answers : {...answers, keep: false});
		const ids = state.asks === 'run' ? rungs : ['cleanup'];
		return (
			<Confirm
				text={text}
				title={state.asks === 'run' ? text.demo.screen.ask : text.demo.screen.askCleanup}
				decision={decision(state.asks, answers, width, text)}
				details={details(view.steps, ids, commands, width)}
				yes={text.app.confirm.run}
				no={text.app.confirm.cancel}
				width={width}
				height={height}
				onNo={() => dispatch({type: 'answered'})}
				onYes={() => {
					dispatch({type: 'answered'});
					void session.run(ids, approved);
				}}
			/>
		);
	}

	const lines = walkLines(shown, state, above, text);
	if (!table) return <Lines lines={lines} width={width} height={height} />;
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Lines lines={lines} width={width} height={above.height} />
			<Suspense fallback={null}>
				<ResultTable table={table.result} widths={table.widths} />
			</Suspense>
		</Box>
	);
}

/** The running rung, else the one that failed, else the answer. */
function standsAt(steps: readonly StepView[], running: string | undefined): string | undefined {
	if (running !== undefined) return running;
	const failed = steps.find(({ran}) => ran?.state === 'failed' || ran?.state === 'blocked');
	return failed?.id ?? steps.find(({id, ran}) => id === 'request' && ran !== undefined)?.id ?? steps[0]?.id;
}

/** What is made, what to mind, and what becomes of it. */
function decision(asks: 'run' | 'cleanup', {name, image, keep}: DemoAnswers, width: number, text: Text): Line[] {
	const words = text.demo.screen;
	const said = (sentence: string): Line[] => wrap(sentence, width).map(part => line(part));
	if (asks === 'cleanup') return said(words.willDelete(name));
	return [
		...said(words.willMake(name, image)),
		...wrap(text.demo.rungs.expose.world, width - 2).map((part, index) =>
			index === 0 ? line(sign('warn'), ` ${part}`) : line(`  ${part}`),
		),
		...said(keep ? words.willKeep : words.willCleanUp),
	];
}

/** Every command that may run, by rung. */
function details(
	steps: readonly StepView[],
	ids: readonly string[],
	order: ReturnType<typeof demoOrder>['commands'],
	width: number,
): Line[] {
	return steps
		.filter(({id}) => ids.includes(id))
		.flatMap(({id, title}) => {
			const commands = order.get(id) ?? [];
			return commands.length === 0
				? []
				: [line({text: title, style: {bold: true}}), ...commands.flatMap(command => commandLines(command, width))];
		});
}
