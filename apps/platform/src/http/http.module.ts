import { Global, Module } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { InputPipe } from './input.pipe.js';
import { AgentListeners } from './server/agent-listeners.js';
import { PlatformAddress } from './server/platform-address.js';

@Global()
@Module({
  providers: [{ provide: APP_PIPE, useClass: InputPipe }, PlatformAddress, AgentListeners],
  exports: [PlatformAddress, AgentListeners],
})
export class HttpModule {}
