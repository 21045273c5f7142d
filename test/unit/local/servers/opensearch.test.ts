import { expect, it } from 'vitest';
import { nodeSettings, settingsText } from '../../../../local/servers/opensearch.ts';

it('writes a single node on the loopback that ignores a full disk', () => {
  const settings = nodeSettings({ nodeName: 'n', port: 9200, folder: '/run/my "folder"' });

  expect(settingsText(settings)).toBe(`cluster.name: "connectless"
node.name: "n"
discovery.type: "single-node"
network.host: "127.0.0.1"
http.port: 9200
path.data: "/run/my \\"folder\\"/data"
path.logs: "/run/my \\"folder\\"/logs"
cluster.routing.allocation.disk.threshold_enabled: false
`);
});
