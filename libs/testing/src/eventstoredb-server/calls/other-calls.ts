import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import type { DeleteReq, DeleteResp, TombstoneReq, TombstoneResp } from '@eventstore/db-client/generated/streams_pb.js';
import { commitOf } from '../log/commit-positions.js';
import { nameOf } from './messages.js';
import { featuresMessages, gossipMessages, sharedMessages, StreamsService, streamsMessages } from './protocol.js';
import { grpcError, streamDeleted, trouble, wrongVersion } from './refusal.js';
import type { ServerContext } from '../server-context.js';
import { metadataEvent, tombstoneEvent, type Outcome } from '../log/wire-log.js';

const whole = 2 ** 63;

type Expected = Pick<DeleteReq.Options, 'hasRevision' | 'getRevision' | 'hasNoStream' | 'hasStreamExists'>;

/** The revisions that a real node uses instead of numbers. */
const versionOf = (options: Expected): number => {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return -1;
  return options.hasStreamExists() ? -4 : -2;
};

/** Hides the events of a stream; its numbering continues. */
export const deleteCall =
  (context: ServerContext) =>
  (call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>): void => {
    const options = call.request.getOptions();
    const stream = nameOf(options?.getStreamIdentifier());
    void (async () => {
      await context.faults.passed();
      if (context.faults.refusal !== null) return answer(grpcError(context.faults.refusal));
      const expected = options === undefined ? -2 : versionOf(options);
      const last = await context.log.read(stream, Number.MAX_SAFE_INTEGER, 'backwards', 1);
      if (last === 'deleted') return answer(grpcError(streamDeleted(stream)));
      const actual = last?.[0]?.revision ?? -1;
      if (actual < 0 || (expected >= 0 && expected !== actual))
        return answer(grpcError(wrongVersion(stream, expected, actual)));
      const outcome = await context.log.append(`$$${stream}`, [metadataEvent({ $tb: whole })], 'any');
      const commit = positionOf(outcome);
      const position = new streamsMessages.DeleteResp.Position().setCommitPosition(commit).setPreparePosition(commit);
      answer(null, new streamsMessages.DeleteResp().setPosition(position));
    })();
  };

/** Ends a stream for good. */
export const tombstoneCall =
  (context: ServerContext) =>
  (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, answer: sendUnaryData<TombstoneResp>): void => {
    const options = call.request.getOptions();
    const stream = nameOf(options?.getStreamIdentifier());
    void (async () => {
      await context.faults.passed();
      if (context.faults.refusal !== null) return answer(grpcError(context.faults.refusal));
      const expected = options === undefined ? -2 : versionOf(options);
      const outcome = await context.log.append(stream, [tombstoneEvent()], expected >= 0 ? expected : 'any');
      if (outcome.kind === 'deleted') return answer(grpcError(streamDeleted(stream)));
      if (outcome.kind === 'wrong') return answer(grpcError(wrongVersion(stream, expected, outcome.actual)));
      const commit = positionOf(outcome);
      const position = new streamsMessages.TombstoneResp.Position()
        .setCommitPosition(commit)
        .setPreparePosition(commit);
      answer(null, new streamsMessages.TombstoneResp().setPosition(position));
    })();
  };

const positionOf = (outcome: Outcome): string => String(outcome.kind === 'done' ? commitOf(outcome.number) : 0);

export const featuresCall =
  ({ faults }: ServerContext, version: string) =>
  (_call: ServerUnaryCall<Empty, SupportedMethods>, answer: sendUnaryData<SupportedMethods>): void => {
    void (async () => {
      await faults.passed();
      if (faults.refusal !== null && faults.refusal !== trouble.notReady) return answer(grpcError(faults.refusal));
      const supported = new featuresMessages.SupportedMethods().setEventStoreServerVersion(version);
      for (const { path } of Object.values(StreamsService)) {
        const [, service = '', method = ''] = path.split('/');
        supported.addMethods(
          new featuresMessages.SupportedMethod().setServiceName(service).setMethodName(method.toLowerCase()),
        );
      }
      answer(null, supported);
    })();
  };

/** A cluster of one that leads. */
export const gossipCall =
  ({ faults }: ServerContext, port: () => number) =>
  (_call: ServerUnaryCall<Empty, ClusterInfo>, answer: sendUnaryData<ClusterInfo>): void => {
    void (async () => {
      await faults.passed();
      if (faults.refusal !== null) return answer(grpcError(faults.refusal));
      const member = new gossipMessages.MemberInfo()
        .setInstanceId(new sharedMessages.UUID().setString('00000000-0000-0000-0000-000000000001'))
        .setState(gossipMessages.MemberInfo.VNodeState.LEADER)
        .setIsAlive(true)
        .setHttpEndPoint(new gossipMessages.EndPoint().setAddress('127.0.0.1').setPort(port()));
      answer(null, new gossipMessages.ClusterInfo().setMembersList([member]));
    })();
  };
