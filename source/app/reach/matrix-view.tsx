import {useState} from 'react';
import {dim, line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {scrollBy} from '../../components/list.js';
import {useLayer} from '../../components/use-layer.js';
import {level} from '../../keys/layers.js';
import {savedText} from '../../commands/reach-matrix-file.js';
import type {LayerSubject} from '../../model/layers/subject.js';
import type {ReachWorld} from '../../model/reach/facts.js';
import {savedCells} from '../../model/reach/matrix.js';
import {placeText} from '../../model/reach/place.js';
import type {Services} from '../../screens/services.js';
import {layersOfPlace} from '../layers/asked-of.js';
import {matrixBindings} from './keys.js';
import {matrixLines, roomOf, rowsOf} from './matrix-rows.js';
import type {Words} from './path-rows.js';
import {useMatrix} from './use-matrix.js';
import type {Question} from './use-reach.js';

/** Who reaches whom: a sign for each pair, windowed both ways; enter shows the path of one. */
export function MatrixView(props: {
	readonly services: Services;
	readonly words: Words;
	readonly world: ReachWorld | undefined;
	readonly width: number;
	readonly height: number;
	readonly onAsk: (question: Question) => void;
	readonly onBack: () => void;
	readonly onAgain: () => void;
	readonly onAcross: (of: LayerSubject) => void;
}) {
	const {services, words, world, width, height, onAsk, onBack} = props;
	const {screen} = words;
	const shown = useMatrix(world, services.ask);
	const [wanted, setPlace] = useState({row: 0, column: 0});
	const [onlyProblems, setOnlyProblems] = useState(false);
	const size = {width, height};
	const rows = shown ? rowsOf(shown.matrix, onlyProblems) : [];
	const targets = shown?.matrix.targets.length ?? 0;
	const place = {
		row: Math.max(0, Math.min(wanted.row, rows.length - 1)),
		column: Math.max(0, Math.min(wanted.column, targets - 1)),
	};
	useLayer({
		level: level.overlay,
		bindings: matrixBindings,
		modal: true,
		onAction(action) {
			switch (action) {
				case 'reach.back':
					return onBack();
				case 'reach.refresh':
					return props.onAgain();
				case 'reach.left':
				case 'reach.right':
					return setPlace(({column}) => ({
						row: place.row,
						column: Math.max(0, Math.min(targets - 1, column + (action === 'reach.left' ? -1 : 1))),
					}));
				case 'reach.problems':
					return setOnlyProblems(now => !now);
				case 'reach.open': {
					const cell = shown?.matrix.cells[rows[place.row] ?? -1]?.[place.column];
					return cell && onAsk({from: placeText(cell.question.from), to: placeText(cell.question.to)});
				}

				case 'reach.across': {
					const cell = shown?.matrix.cells[rows[place.row] ?? -1]?.[place.column];
					const {to, from} = cell?.question ?? {};
					const of = (to && layersOfPlace(placeText(to))) ?? (from && layersOfPlace(placeText(from)));
					return of ? props.onAcross(of) : services.notify(services.text.act.acrossReach);
				}

				case 'reach.save': {
					if (!shown) return undefined;
					const text = savedText(savedCells(shown.matrix));
					return void services.save(screen.matrix.file, text).then(services.notify);
				}

				default:
					return setPlace(({row, column}) => ({
						row: Math.max(0, Math.min(rows.length - 1, moved(row, action, rows.length, roomOf(size)))),
						column,
					}));
			}
		},
	});
	if (!shown) {
		return <Lines lines={[line(dim(world ? screen.asking : screen.reading))]} width={width} height={height} />;
	}

	const {kind} = services;
	const right = [
		...(kind === 'simulated' ? [screen.matrix.simulated] : []),
		...(shown.compared ? [screen.matrix.compared(shown.changed.size)] : []),
	].join('  ');
	const lines = matrixLines(shown.matrix, place, {rows, changed: shown.changed, right}, words, size);
	return <Lines lines={lines} width={width} height={height} />;
}

/** One row up or down, by pages, to an end, or to the row that was clicked. */
function moved(row: number, action: string, all: number, room: number): number {
	if (action.startsWith('list.at:')) return Number(action.slice('list.at:'.length));
	// What scrolls a text by rows moves the selection here.
	return scrollBy(row, action, all + room - 1, room);
}
