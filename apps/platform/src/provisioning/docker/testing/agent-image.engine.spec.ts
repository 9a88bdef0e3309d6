import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { agentUser } from '../container-spec.js';
import { runInContainer } from '../engine/container-exec.js';
import { Engine } from '../engine/engine.js';
import { describeWithEngine, EnginePlace, image } from './engine-place.suite.js';

describeWithEngine('the image of the agents', () => {
  let place: EnginePlace;
  let id: string;

  beforeAll(async () => {
    place = await EnginePlace.prepare();
    const labels = place.at.labels();
    const made = await place.docker.createContainer({ Image: image, Entrypoint: ['sleep', '1000'], Labels: labels });
    await made.start();
    id = made.id;
  });
  afterAll(async () => {
    await place.clear();
    await place.platform.close();
  });

  const says = async (script: string): Promise<string[]> => {
    const end = await runInContainer(new Engine(), id, ['sh', '-c', script], Buffer.alloc(0));
    return (end?.stdout.toString() ?? '').trim().split('\n');
  };

  it('is of a user without rights, who owns exactly the folders of an agent', async () => {
    const { Config } = await place.docker.getImage(image).inspect();
    expect(Config.User).toBe(agentUser);
    expect(await says('id -u; id -g; echo ~agent')).toEqual(['1000', '1000', '/home/agent']);
    const owned = await says('find / -xdev -user 1000 -not -path "/proc/*" -printf "%p %m %g\\n" 2>/dev/null | sort');
    expect(owned).toEqual([
      '/configs 700 agent',
      '/home/agent 700 agent',
      '/plugins 700 agent',
      '/var/lib/guildhall 700 agent',
      '/workspace 700 agent',
    ]);
    expect(await says('stat -c "%n %a %U" / /home /var/lib /etc/passwd')).toEqual([
      '/ 755 root',
      '/home 755 root',
      '/var/lib 755 root',
      '/etc/passwd 644 root',
    ]);
  });

  it('has a program that every user may read and only root may change, and nothing that it was prepared with', async () => {
    expect(await says('find /opt/guildhall /usr/local -not -user root -o -perm /022 -not -type l')).toEqual(['']);
    expect(await says('find /opt/guildhall -not -readable')).toEqual(['']);
    expect(await says('ls -d /prepared 2>/dev/null')).toEqual(['']);
  });
});
