import {Component, type ReactNode} from 'react';

/** One screen's fault leaves the others alive: shows `fallback`, and tries again when `retryKey` changes. */
export class ErrorBoundary extends Component<
	{
		readonly children: ReactNode;
		readonly retryKey: string;
		readonly fallback: (error: Error) => ReactNode;
		readonly onError: (error: Error) => void;
	},
	{readonly error: Error | null}
> {
	static getDerivedStateFromError(error: unknown): {error: Error} {
		return {error: error instanceof Error ? error : new Error(String(error))};
	}

	override state: {readonly error: Error | null} = {error: null};

	override componentDidUpdate(previous: {readonly retryKey: string}): void {
		if (this.state.error && previous.retryKey !== this.props.retryKey) this.setState({error: null});
	}

	override componentDidCatch(error: Error): void {
		this.props.onError(error);
	}

	override render(): ReactNode {
		return this.state.error ? this.props.fallback(this.state.error) : this.props.children;
	}
}
