"""The invariants of conservation: TAO and alpha are only where the books say, and what leaves them is named to the last rao.

The books of TAO are accounts, the pools with root and what users provide, locks, and what root has earned and not been paid.
`SubtensorModule.TotalIssuance` says how much there should be. The books of a subnet's alpha are the pool's reserves and the
alpha outside; and of the alpha outside stake, and what waits for the epoch.

What a rule takes out of the books or puts in by a known deviation that shows in events is part of what is expected, for as long as
the revision has not closed the deviation. The rarer ones are excuses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.interface.accounts.balances import Deposit, Withdraw
from tao_spec.interface.messages import Event
from tao_spec.interface.neurons import RAORecycledForRegistrationSet
from tao_spec.interface.pools import LiquidityModified, LiquidityRemoved, ModifyPosition, RemoveLiquidity
from tao_spec.interface.stake import AlphaBurned, AlphaRecycled, StakeAdded, StakeRemoved, StakeSwapped
from tao_spec.interface.subnets import NetworkAdded
from tao_spec.invariants.accounts import GIVEN, HELD, LOST
from tao_spec.invariants.emission import SCHEDULED, SET_BY_ROOT, compute_emission
from tao_spec.invariants.frame import Excuse, Finding, Relation, StepInvariant, invariant, unless_met
from tao_spec.invariants.issuance import compute_told_change
from tao_spec.invariants.pools import PoolFinding
from tao_spec.invariants.stake import PROVIDED, RESERVES
from tao_spec.invariants.subnets import LOCKED
from tao_spec.invariants.views import Step, Tally, View
from tao_spec.state.chain_state import State
from tao_spec.state.emission import EmissionState
from tao_spec.state.pools import PoolsState
from tao_spec.state.stake import StakeState

PENDING_ROOT = Tally("what root has earned and not been paid", EmissionState.pending_root_divs, int)
BOOKS = (HELD, RESERVES, PROVIDED, LOCKED, PENDING_ROOT)

def _grown(step, *tallies):
    return sum(step.after.sum_of(t) - step.before.sum_of(t) for t in tallies)

def _open(step, id):
    return id not in step.revision.closed_deviations

def _was_modified(step, event):
    if isinstance(event, LiquidityModified): return True
    mod = {c.position_id for c in step.calls(ModifyPosition)}
    rem = {c.position_id for c in step.calls(RemoveLiquidity)}
    return event.position_id in mod - rem

def _told_tao(step, e):
    if isinstance(e, StakeAdded):
        return -e.fee if _open(step,"KNOWN-68") else 0
    if isinstance(e, LiquidityRemoved):
        return (e.fee_tao if _open(step,"KNOWN-68") else 0) + (e.tao if _was_modified(step,e) and _open(step,"KNOWN-60") else 0)
    if isinstance(e, LiquidityModified):
        return (e.fee_tao if _open(step,"KNOWN-68") else 0) - (e.tao if _open(step,"KNOWN-60") else 0)
    return 0

def _outside(step):
    moved = [e for e in step.events if isinstance(e, Deposit|Withdraw)]
    return compute_told_change(step.events) - compute_told_change(moved)

def _ts(v): return v.state.stake.total_stake.value
def _untold(step):
    told = sum(e.fee for e in step.events if isinstance(e, StakeAdded))
    return _ts(step.after)-_ts(step.before) - _grown(step, RESERVES) - told

@invariant(StepInvariant, "INV-55", "x", rules=("STAKE-20",), tallies=BOOKS, applies=lambda s: s.blocks==0 and bool(s.after.state.accounts.number.value))
def calls_conserve_tao(step):
    i = step.after.state.emission.total_issuance.value - step.before.state.emission.total_issuance.value
    exp = sum(_told_tao(step,e) for e in step.events) + _outside(step)
    if any(isinstance(e,RAORecycledForRegistrationSet) for e in step.events):
        exp -= _untold(step)
    return unless_met(Finding("tao", _grown(step,*BOOKS)-i, exp))

def _reserve(state, n): return int(state.pools.subnet_tao[n])+int(state.pools.subnet_tao_provided[n])

def _nets(step): 
    b, a = step.before.state.subnets.networks_added, step.after.state.subnets.networks_added
    return [n for n,x in a.items() if x and b[n]]

def _started(state, n): return n in state.subnets.first_emission_block_number

@invariant(StepInvariant, "INV-56", "x", rules=("STAKE-20",), tallies=BOOKS, applies=lambda s: s.blocks==1, excuses=(SCHEDULED,))
def blocks_conserve_tao(step):
    a,b = step.after.state, step.before.state
    bought=0; due=0; rounding=0
    for n in _nets(step):
        if n == ROOT: continue
        tin = int(a.emission.subnet_tao_in_emission[n]) if _started(a,n) else 0
        sold = sum(e.amount_received for e in step.events if isinstance(e,StakeRemoved) and e.netuid==n)
        flow = _reserve(a,n)-_reserve(b,n)-tin+sold
        bought += max(flow,0)
        pb, pa = int(b.emission.pending_root_divs[n]), int(a.emission.pending_root_divs[n])
        ep = a.consensus.last_mechansim_step_block[n] == a.accounts.number.value
        if ep:
            if pa: return Finding(f"pending after epoch {n}", pa, 0)
            due += pb+max(-flow,0)
            rec = sum(1 for _ in a.emission.tao_dividends_per_subnet.under(n))
            if rec==0: due -= pb+max(-flow,0)  # K44
            rounding += 2*rec
        elif pa-pb != max(-flow,0):
            return Finding(f"flow {n}", pa-pb, max(-flow,0))
    paid = int(a.pools.subnet_tao[ROOT])-int(b.pools.subnet_tao[ROOT])
    if not due-rounding <= paid <= due: return Finding("root paid", paid, due)
    held = _grown(step, HELD); out=_outside(step)+sum(e.amount_received for e in step.events if isinstance(e,StakeRemoved))
    if held != out: return Finding("held", held, out)
    i = a.emission.total_issuance.value - b.emission.total_issuance.value
    em = compute_emission(step, b.emission.total_issuance.value)
    return unless_met(Finding("block em", i+bought, em, relation=Relation.AT_MOST))

def _staked(step):
    grown = defaultdict(int)
    for raw in step.changed_keys.get(StakeState.total_hotkey_alpha.prefix, ()):
        k = StakeState.total_hotkey_alpha.decode_key(raw)
        grown[k[1]] += int(step.after.state.stake.total_hotkey_alpha[k]) - int(step.before.state.stake.total_hotkey_alpha[k])
    return grown

def _touched(step):
    items = (PoolsState.subnet_alpha_in, PoolsState.subnet_alpha_out, PoolsState.subnet_alpha_in_provided)
    return sorted({i.decode_key(raw)[0] for i in items for raw in step.changed_keys.get(i.prefix, ())})

def _alpha(state, n):
    p = state.pools
    return int(p.subnet_alpha_in[n])+int(p.subnet_alpha_in_provided[n])+int(p.subnet_alpha_out[n])

@invariant(StepInvariant, "INV-57", "x", rules=("STAKE-20",), excuses=(SCHEDULED,), applies=lambda s: s.blocks<2)
def alpha_conserved(step):
    a,b = step.after.state, step.before.state
    for n in _touched(step):
        if not (b.subnets.networks_added[n] and a.subnets.networks_added[n]): continue
        if a.pools.subnet_mechanism[n] != 1: continue
        if any(isinstance(e, NetworkAdded) and e.netuid==n for e in step.events): continue
        exp = 0; rel = Relation.EXACTLY
        for e in step.events:
            if getattr(e,'netuid',None)!=n: 
                continue
            if isinstance(e, AlphaRecycled): exp -= e.amount
            if isinstance(e, LiquidityRemoved): exp += (e.fee_alpha if _open(step,"KNOWN-68") else 0) + (e.alpha if _was_modified(step,e) else 0)
            if isinstance(e, LiquidityModified): exp += (e.fee_alpha if _open(step,"KNOWN-68") else 0) - e.alpha
            if isinstance(e, RAORecycledForRegistrationSet): rel = Relation.AT_MOST
        if step.blocks:
            if _started(a,n): exp += int(a.emission.subnet_alpha_in_emission[n])+int(a.emission.subnet_alpha_out_emission[n])
            tin = int(a.emission.subnet_tao_in_emission[n]) if _started(a,n) else 0
            if _reserve(a,n)-_reserve(b,n) > tin: rel = Relation.AT_MOST
        f = PoolFinding(f"alpha of subnet {n} changed by", _alpha(a,n)-_alpha(b,n), exp, "alpha rao", rel, netuid=n)
        if not f.is_met: return f
    return None

@invariant(StepInvariant, "INV-58", "x", rules=("STAKE-20",), excuses=(SCHEDULED,))
def alpha_held(step):
    a,b = step.after.state, step.before.state
    st = _staked(step)
    touched = set(st) | {PoolsState.subnet_alpha_out.decode_key(raw)[0] for raw in step.changed_keys.get(PoolsState.subnet_alpha_out.prefix, ())}
    for n in sorted(touched):
        if not (b.subnets.networks_added[n] and a.subnets.networks_added[n]): continue
        if any(isinstance(e, NetworkAdded) and e.netuid==n for e in step.events): continue
        if n==ROOT and step.blocks: continue
        def u(s): return int(s.pools.subnet_alpha_out[n])-int(s.emission.pending_emission[n])-int(s.emission.pending_owner_cut[n])
        du = u(a)-u(b)-st[n]
        exp=0
        for e in step.events:
            if getattr(e,'netuid',None)!=n: continue
            if isinstance(e, StakeRemoved): exp+=e.fee
            if isinstance(e, AlphaBurned): exp+=e.amount
        rel = Relation.AT_LEAST if step.blocks else Relation.EXACTLY
        f = PoolFinding(f"nobody's alpha of subnet {n} changed by", du, exp, "alpha rao", rel, netuid=n)
        if not f.is_met: return f
    return None

@invariant(StepInvariant, "INV-59", "x", rules=("STAKE-20",), excuses=())
def root_holds(step):
    a,b = step.after.state, step.before.state
    if not (b.subnets.networks_added[ROOT] and a.subnets.networks_added[ROOT]): return None
    return unless_met(Finding("root", int(a.pools.subnet_tao[ROOT])-int(b.pools.subnet_tao[ROOT]), _staked(step)[ROOT]))
