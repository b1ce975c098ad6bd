import {Box, Text, type DOMElement} from 'ink';
import {memo, useEffect, useRef} from 'react';
import {compose} from './compose.js';
import {useUi} from './context.js';
import type {Line} from './line.js';

const Row = memo(({content}: {readonly content: string}) => <Text wrap="truncate">{content}</Text>);

/** A block of lines: one pre-composed Text a row, exactly `width` columns, never more than `height` rows. */
export function Lines({
	lines,
	width,
	height,
}: {
	readonly lines: readonly Line[];
	readonly width: number;
	readonly height?: number;
}) {
	const {look, pointer} = useUi();
	const box = useRef<DOMElement>(null);
	const shown = height === undefined ? lines : lines.slice(0, height);
	useEffect(() => (box.current ? pointer?.add(box.current, shown) : undefined), [pointer, shown]);
	return (
		<Box ref={box} flexDirection="column" width={width} flexShrink={0}>
			{shown.map((content, row) => (
				<Row key={row} content={compose(content, width, look)} />
			))}
		</Box>
	);
}
