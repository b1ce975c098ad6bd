import {Box, Text} from 'ink';
import Spinner from 'ink-spinner';
import {useUi} from '../../components/context.js';
import {Lines} from '../../components/lines.js';
import type {Progress} from '../../engine/progress.js';
import type {Text as Catalogue} from '../../text/text.js';
import {progressLine} from './rows.js';

/** The one spinner of the product: a download's figures may stand still for seconds. */
export function DownloadProgress(props: {
	readonly progress: Progress;
	readonly width: number;
	readonly text: Catalogue;
}) {
	const {look} = useUi();
	const width = props.width - 2;
	return (
		<Box width={props.width} height={1}>
			<Box width={2}>
				<Text bold>
					<Spinner type={look.ascii ? 'line' : 'dots'} />
				</Text>
			</Box>
			<Lines lines={[progressLine(props.progress, width, props.text)]} width={width} />
		</Box>
	);
}
