/**
 * The parts of ECharts that pictures are drawn with. ECharts is no package of a production installation: the build replaces
 * this module in `dist` by a bundle of itself and what it imports (scripts/lib/compile-dist.mjs).
 */
import { BarChart, CustomChart, ScatterChart } from 'echarts/charts';
import {
  GraphicComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
} from 'echarts/components';
import { use } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([BarChart, CustomChart, ScatterChart]);
use([GridComponent, TitleComponent, LegendComponent, GraphicComponent, MarkLineComponent]);
use([SVGRenderer, CanvasRenderer]);

export { init, setPlatformAPI } from 'echarts/core';
