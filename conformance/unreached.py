"""What no case reaches, and why: the other side of the matrix of rules.

Names are those of the vector format: `Pallet.Error`, `Pallet.Event`, `Pallet.call`; an error that is no pallet's stands under
its group (`token.OnlyProvider`) or alone. Whatever a case reaches must not stand here.
"""

from __future__ import annotations

_NODE = "the pallet is the node's own: its state is no part of the modelled state, and its calls are not specified"
_NOTHING_WRITES = "no call and no block writes it"
_MIGRATION = "only a migration wrote it, when the runtime was upgraded"
_NO_RUNTIME = "the runtime's code is not part of the modelled state"
_NO_RAW_STORAGE = "it deletes raw keys of any pallet, past every rule; the format has no step for that"
_NO_CALL = "the pallet declares it and no line of its code raises it"
_NO_EMITTER = "the pallet declares it and no line of its code tells it"
_NO_RESCHEDULING = "no call moves a task to another block, and no pallet of the runtime does"
_NO_VESTING = "it belongs to a vesting schedule, and the runtime has no Vesting pallet"
_NO_EXTRINSICS = "vectors dispatch calls, not transactions, so that none is told of"
_NOBODY_LOCKS = "no pallet of the runtime locks TAO"
_NOBODY_FREEZES = "the runtime's type of reasons to freeze has no value, so that no freeze can be named"
_NOBODY_SLASHES = "no pallet of the runtime slashes a reserve"
_NOBODY_NAMES = "no pallet of the runtime reserves TAO under a name"
_NOBODY_REPATRIATES = "no pallet of the runtime moves a reserve to another account"
_NOBODY_MINTS = "no pallet of the runtime mints; SubtensorModule deposits what it emits (ACC-29)"
_ONLY_EVM = "only the EVM counts sufficients, and it is not modelled"
_ONLY_SAFE_MODE = "only the safe mode burns what it holds, and it is never entered"

UNREACHED_CALLS: dict[str, str] = {
    "System.set_heap_pages": _NO_RUNTIME,
    "System.set_code": _NO_RUNTIME,
    "System.set_code_without_checks": _NO_RUNTIME,
    "System.kill_storage": _NO_RAW_STORAGE,
    "System.kill_prefix": _NO_RAW_STORAGE,
    "System.authorize_upgrade": _NO_RUNTIME,
    "System.authorize_upgrade_without_checks": _NO_RUNTIME,
    "System.apply_authorized_upgrade": _NO_RUNTIME,
    "Grandpa.note_stalled": _NODE,
    "Grandpa.report_equivocation": _NODE,
    "Grandpa.report_equivocation_unsigned": _NODE,
    "SafeMode.enter": _NODE,
    "SafeMode.extend": _NODE,
    "SafeMode.force_enter": _NODE,
    "SafeMode.force_exit": _NODE,
    "SafeMode.force_extend": _NODE,
    "SafeMode.force_release_deposit": _NODE,
    "SafeMode.force_slash_deposit": _NODE,
    "SafeMode.release_deposit": _NODE,
    "Timestamp.set": _NODE,
}
"""Calls that no case makes."""

UNREACHED_ERRORS: dict[str, str] = {
    "Swap.InsufficientInputAmount": _NO_CALL,
    "System.InvalidSpecName": _NO_RUNTIME,
    "System.SpecVersionNeedsToIncrease": _NO_RUNTIME,
    "System.FailedToExtractRuntimeVersion": _NO_RUNTIME,
    "System.NonDefaultComposite": _NO_CALL,
    "System.NonZeroRefCount": _NO_CALL,
    "System.MultiBlockMigrationsOngoing": _NO_RUNTIME,
    "System.NothingAuthorized": _NO_RUNTIME,
    "System.Unauthorized": _NO_RUNTIME,
    "Balances.VestingBalance": _NO_VESTING,
    "Balances.ExistingVestingSchedule": _NO_VESTING,
    "Balances.ExistentialDeposit": (
        "only the older functions that create a balance or set it raise it, and no pallet of the runtime calls them"
    ),
    "Balances.Expendability": "only the older function that withdraws raises it, and no pallet of the runtime calls it",
    "Balances.DeadAccount": f"it is an error of ACC-43: {_NOBODY_REPATRIATES}",
    "Balances.TooManyReserves": f"it is an error of ACC-45: {_NOBODY_NAMES}",
    "Balances.TooManyHolds": (
        "there are three reasons to hold and room for three holds; a fourth hold would be for a reason that has one"
    ),
    "Balances.TooManyFreezes": f"it is an error of ACC-61: {_NOBODY_FREEZES}",
    "token.OnlyProvider": (
        "ACC-22 asks first whether the amount can be taken (ACC-20), and from an account that may not lose its provider only "
        "what is above the existential deposit can, so that whatever passes leaves the deposit, and whatever does not is Frozen"
    ),
    "token.CannotCreate": "it is an error of ACC-53, which REG-3 asks and does not pass on",
    "token.UnknownAsset": "there is one asset, and it is known",
    "token.Unsupported": "Balances supports whatever it is asked for",
    "token.Blocked": "Balances blocks no account",
    "Proxy.Unproxyable": _NO_CALL,
    "Multisig.NoApprovalsNeeded": _NO_CALL,
    "Multisig.AlreadyStored": _NO_CALL,
    "SubtensorModule.NotEnoughStake": _NO_CALL,
    "SubtensorModule.StakingRateLimitExceeded": _NO_CALL,
    "SubtensorModule.CannotUnstakeLock": _NO_CALL,
    "SubtensorModule.NotEnoughAlphaOutToRecycle": _NO_CALL,
    "SubtensorModule.InsufficientBalance": _NO_CALL,
    "SubtensorModule.HotKeyAlreadyDelegate": _NO_CALL,
    "SubtensorModule.AllNetworksInImmunity": _NO_CALL,
    "SubtensorModule.MechanismDoesNotExist": "whoever founds a subnet by SUBNET-20, SUBNET-21 or a lease names mechanism 1",
    "SubtensorModule.NotRootSubnet": _NO_CALL,
    "SubtensorModule.CouldNotJoinSenate": (
        "NEUR-53 asks first whether the hotkey is a senator, and takes the place of one where the senate is full"
    ),
    "Commitments.TooManyFieldsInCommitmentInfo": "a commitment with more than three fields cannot be read as a call at all",
    "Preimage.Requested": _NO_CALL,
    "Scheduler.RescheduleNoChange": _NO_RESCHEDULING,
    "Scheduler.Named": _NO_RESCHEDULING,
    "Drand.NoneValue": _NO_CALL,
    "Drand.StorageOverflow": _NO_CALL,
    "Drand.DrandConnectionFailure": _NO_CALL,
    "Drand.UnverifiedPulse": _NO_CALL,
    "SubtensorModule.LeaseNetuidNotFound": "LEASE-7 looks for the subnet that it has just registered",
    "Registry.TooManyFieldsInIdentityInfo": "an identity with more than one additional field cannot be read as a call at all",
    "SubtensorModule.ColdkeyIsInArbitration": _NO_CALL,
    "SubtensorModule.UnableToRecoverPublicKey": "what a signature gives is a key, and every key can be read",
    "Grandpa.ChangePending": _NODE,
    "Grandpa.DuplicateOffenceReport": _NODE,
    "Grandpa.InvalidEquivocationProof": _NODE,
    "Grandpa.InvalidKeyOwnershipProof": _NODE,
    "Grandpa.PauseFailed": _NODE,
    "Grandpa.ResumeFailed": _NODE,
    "Grandpa.TooSoon": _NODE,
    "SafeMode.AlreadyDeposited": _NODE,
    "SafeMode.CannotReleaseYet": _NODE,
    "SafeMode.CurrencyError": _NODE,
    "SafeMode.Entered": _NODE,
    "SafeMode.Exited": _NODE,
    "SafeMode.NoDeposit": _NODE,
    "SafeMode.NotConfigured": _NODE,
}
"""Errors that no case meets: those of the account pallets, those of tokens, and those of references."""

UNREACHED_EVENTS: dict[str, str] = {
    "System.ExtrinsicSuccess": _NO_EXTRINSICS,
    "System.ExtrinsicFailed": _NO_EXTRINSICS,
    "System.CodeUpdated": _NO_RUNTIME,
    "System.UpgradeAuthorized": _NO_RUNTIME,
    "System.RejectedInvalidAuthorizedUpgrade": _NO_RUNTIME,
    "Balances.ReserveRepatriated": _NOBODY_REPATRIATES,
    "Balances.Slashed": _NOBODY_SLASHES,
    "TriumvirateMembers.Dummy": _NO_EMITTER,
    "SenateMembers.Dummy": _NO_EMITTER,
    "SubtensorModule.SenateRequiredStakePercentSet": "no call sets that share, and no other rule does",
    "Balances.Minted": _NOBODY_MINTS,
    "Balances.Suspended": "no pallet of the runtime shelves TAO",
    "Balances.Restored": "no pallet of the runtime shelves TAO, so that none comes back",
    "Balances.Locked": _NOBODY_LOCKS,
    "Balances.Unlocked": _NOBODY_LOCKS,
    "Balances.Frozen": _NOBODY_FREEZES,
    "Balances.Thawed": _NOBODY_FREEZES,
    "SubtensorModule.DelegateAdded": _NO_EMITTER,
    "SubtensorModule.DefaultTakeSet": _NO_EMITTER,
    "SubtensorModule.DissolveNetworkScheduled": _NO_EMITTER,
    "SubtensorModule.CRV3WeightsCommitted": _NO_EMITTER,
    "SubtensorModule.CRV3WeightsRevealed": _NO_EMITTER,
    "SubtensorModule.BulkNeuronsRegistered": _NO_EMITTER,
    "SubtensorModule.BulkBalancesSet": _NO_EMITTER,
    "SubtensorModule.BurnSet": _NO_EMITTER,
    "SubtensorModule.Faucet": "only the faucet tells it, and that is closed (NEUR-46)",
    "SubtensorModule.AllBalanceUnstakedAndTransferredToNewColdkey": _NO_EMITTER,
    "SubtensorModule.ArbitrationPeriodExtended": _NO_EMITTER,
    "Grandpa.NewAuthorities": _NODE,
    "Grandpa.Paused": _NODE,
    "Grandpa.Resumed": _NODE,
    "SafeMode.CannotDeposit": _NODE,
    "SafeMode.CannotRelease": _NODE,
    "SafeMode.DepositPlaced": _NODE,
    "SafeMode.DepositReleased": _NODE,
    "SafeMode.DepositSlashed": _NODE,
    "SafeMode.Entered": _NODE,
    "SafeMode.Exited": _NODE,
    "SafeMode.Extended": _NODE,
    "SubtensorModule.AlphaSigmoidSteepnessSet": _NO_EMITTER,
    "SubtensorModule.RhoSet": _NO_EMITTER,
    "SubtensorModule.ScalingLawPowerSet": "a function that no call and no block reaches tells it",
    "SubtensorModule.ValidatorPruneLenSet": "a function that no call and no block reaches tells it",
}
"""Events that no case is told of."""

UNREACHED_RULES: dict[str, str] = {
    "ACC-5": _ONLY_EVM,
    "ACC-6": _ONLY_EVM,
    "ACC-27": _NOBODY_MINTS,
    "ACC-42": _NOBODY_SLASHES,
    "ACC-43": _NOBODY_REPATRIATES,
    "ACC-44": f"it is asked by ACC-43 and ACC-54 alone: {_NOBODY_REPATRIATES}, and {_ONLY_SAFE_MODE}",
    "ACC-45": _NOBODY_NAMES,
    "ACC-46": _NOBODY_NAMES,
    "ACC-54": _ONLY_SAFE_MODE,
    "ACC-60": _NOBODY_LOCKS,
    "ACC-61": _NOBODY_FREEZES,
    "KEYS-61": "vectors dispatch calls, not transactions, and only a transaction is barred",
}
"""Rules that no case exercises."""

UNREACHED_STORAGE: dict[str, str] = {
    "Balances.Account": "accounts lie in System.Account",
    "Balances.Freezes": _NOBODY_FREEZES,
    "Balances.InactiveIssuance": "no pallet of the runtime takes TAO out of the active issuance",
    "Balances.Locks": _NOBODY_LOCKS,
    "Balances.Reserves": _NOBODY_NAMES,
    "Crowdloan.CurrentCrowdloanId": "it is written and deleted within the same call",
    "Crowdloan.HasMigrationRun": _MIGRATION,
    "Drand.HasMigrationRun": _MIGRATION,
    "SubtensorModule.CRV3WeightCommits": _NOTHING_WRITES,
    "SubtensorModule.CRV3WeightCommitsV2": _NOTHING_WRITES,
    "SubtensorModule.ColdkeySwapRescheduleDuration": _NOTHING_WRITES,
    "SubtensorModule.HasMigrationRun": _MIGRATION,
    "SubtensorModule.Identities": _NOTHING_WRITES,
    "SubtensorModule.LargestLocked": "only genesis writes it",
    "SubtensorModule.LastHotkeyEmissionOnNetuid": _NOTHING_WRITES,
    "SubtensorModule.MinActivityCutoff": _NOTHING_WRITES,
    "SubtensorModule.NextStakeJobId": _NOTHING_WRITES,
    "SubtensorModule.ScalingLawPower": "a function that no call and no block reaches writes it",
    "SubtensorModule.SenateRequiredStakePercentage": "a function that no call and no block reaches writes it",
    "SubtensorModule.SubnetIdentities": _NOTHING_WRITES,
    "SubtensorModule.SubnetIdentitiesV2": _NOTHING_WRITES,
    "SubtensorModule.TaoWeight": "a function that no call and no block reaches writes it",
    "SubtensorModule.ValidatorPruneLen": "a function that no call and no block reaches writes it",
    "SubtensorModule.WeightsVersionKeyRateLimit": _NOTHING_WRITES,
}
"""Storage items that no case changes."""
