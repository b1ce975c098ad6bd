import type {journal as english} from '../en/journal.js';
import type {Translation} from '../translation.js';

export const journal: Translation<typeof english> = {
	title: '作業記録を信頼できない',
	newer: (seq, version, reads) =>
		`作業記録の ${seq} 番目はバージョン ${version} で、新しい k0s-tui が書いたものです。この k0s-tui が読めるのはバージョン ${reads} までです。`,
	newerHint:
		'新しい k0s-tui を使ってください。使えない場合、sudo k0s-tui repair で記録を保管して新しく始めるか、--force で読める分だけを使います。',
	broken: seq =>
		`作業記録は ${seq} 番目から信頼できません。行が書き換えられたか、失われたか、記録ではないものが混ざっています。`,
	brokenHint:
		'ここに記録されたコマンドは実行しません。まず内容を確認してください。そのうえで、sudo k0s-tui repair で保管して新しく始めるか、undo --force で記録どおりに実行します。',
	unread: why => `作業記録を読めませんでした: ${why}`,
	unreadHint: 'ここに記録されたコマンドは実行しません。確認: sudo ls -l /var/lib/k0s-tui',
	goesOn: '実行はこのまま続けます。',
	firewallUnknown: '以前の実行によるファイアウォール設定 (作業記録を信頼できないため)',
	archived: path => `それ以前の作業は ${path} にあります。信頼できない記録だったため、取り消しには使いません。`,
	repair: {
		intact: '作業記録に問題はありません。修復は不要です。',
		none: '作業記録がありません。修復は不要です。',
		plan: (path, archive) => `${path} を ${archive} として保管し、新しい作業記録を始めます。`,
		done: archive =>
			`作業記録を ${archive} として保管しました。新しい記録を始めます。以前の作業は取り消しの対象になりません。`,
		needsRoot: '作業記録は root のものです。実行: sudo k0s-tui repair',
	},
};
