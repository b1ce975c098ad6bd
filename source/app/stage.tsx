import {blank, bold, dim, line} from '../components/line.js';
import {Lines} from '../components/lines.js';
import type {Services} from '../screens/services.js';
import {ErrorBoundary} from './error-boundary.js';
import type {Screen} from '../screens/screen.js';
import {useState} from 'react';
import {useLayer} from '../components/use-layer.js';
import {level} from '../keys/layers.js';

const retryBindings = [{action: 'app.refresh', keys: ['r', 'ctrl+r'], footer: 1}] as const;

/** The open screen behind its own error boundary. */
export function Stage(props: {
	readonly screen: Screen;
	readonly services: Services;
	readonly width: number;
	readonly height: number;
}) {
	const {screen, services, width, height} = props;
	const [failed, setFailed] = useState(0);
	const [retry, setRetry] = useState(0);
	const {app} = services.text;
	useLayer(
		{level: level.screen, bindings: retryBindings, onAction: () => setRetry(count => count + 1)},
		failed > retry,
	);
	return (
		<ErrorBoundary
			retryKey={String(retry)}
			onError={() => setFailed(retry + 1)}
			fallback={error => (
				<Lines
					width={width}
					height={height}
					lines={[
						line(bold(app.screenFault(app.screens[screen.id]))),
						blank,
						line(dim(error.message)),
						blank,
						line(app.retry),
					]}
				/>
			)}
		>
			<screen.View services={services} width={width} height={height} />
		</ErrorBoundary>
	);
}
