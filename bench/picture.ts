import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { projectFolder } from '../scripts/lib/paths';
import { medianOf } from './inN8n/figures';
import type { Rounds } from './inN8n/regular';

const PICTURE = path.join(projectFolder, 'docs', 'images', 'performance.svg');

const SERIES = { lazy: 'lazy engine', default: "n8n's default engine" };

/** Draws CPU per delivery of all triggers side by side. */
export async function drawPicture(
	measured: Array<[engine: keyof typeof SERIES, rounds: Rounds]>,
): Promise<void> {
	// An ES module alone.
	const echarts = await import('echarts');
	const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 460 });
	const names = Object.keys(measured[0][1]);
	chart.setOption({
		animation: false,
		backgroundColor: '#ffffff',
		title: { text: 'CPU per delivery of 2 KB, in milliseconds', left: 16, top: 12 },
		legend: { right: 16, top: 14 },
		grid: { left: 240, right: 60, top: 60, bottom: 32 },
		xAxis: { type: 'value' },
		yAxis: { type: 'category', inverse: true, data: names },
		series: measured.map(([engine, rounds]) => ({
			name: SERIES[engine],
			type: 'bar',
			data: names.map((name) => Number(medianOf(rounds[name], 'cpu').toFixed(1))),
			label: { show: true, position: 'right' },
		})),
	});
	writeFileSync(PICTURE, `${chart.renderToSVGString()}\n`);
	chart.dispose();
}
