import { z } from 'zod';

/**
 * The life of an application, from the form to the card in the citizen's hand. The seed of this project knew the four
 * happy ones (已提交 核验中 制卡中 已发放); the others are what citizens really ask about.
 */
export const applicationStatuses = [
  'submitted', // 已提交, waiting for the person to come in
  'material-wanted', // 待补材料, with what is wanted
  'verified', // 已核验
  'rejected', // 已驳回, with the reason
  'in-production', // 制卡中
  'production-failed', // 制卡失败, will be made again
  'ready', // 待领取
  'mailed', // 已邮寄
  'overdue', // 逾期未领
  'issued', // 已发放
  'cancelled', // 已注销
] as const;
export const applicationStatusSchema = z.enum(applicationStatuses);
export type ApplicationStatus = z.infer<typeof applicationStatusSchema>;

/** The state of a card that has been issued. The bank's account on it has a state of its own, at the bank. */
export const cardStatuses = [
  'sealed', // 封存: its social function has not been enabled yet, or has been put to sleep
  'normal', // 正常
  'temporarily-lost', // 临时挂失, ends by itself
  'lost', // 正式挂失, final
  'locked', // 锁定: too many wrong PINs
  'replaced', // 已补换
  'cancelled', // 注销
] as const;
export const cardStatusSchema = z.enum(cardStatuses);
export type CardStatus = z.infer<typeof cardStatusSchema>;
