from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.engine.fixed import ONE, normalize
from tao_spec.engine.judgement import Opinions, find_consensus, rank_opinions
from tao_spec.engine.namespaces import Namespace, make_integers
from tao_spec.engine.storing import to_list
from tao_spec.transition.consensus.clipping import compute_consensus

relaxed = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))

shares = st.sampled_from((0, 1, ONE // 2, ONE // 3, ONE - 1, ONE)) | st.integers(0, ONE)
kappas = st.sampled_from((0, 1, ONE // 2, ONE - 1, ONE)) | st.integers(0, ONE)


@given(data=st.data(), voters=st.integers(1, 9), kappa=kappas)
@relaxed
def test_consensus_is_the_median_of_the_rule(xp: Namespace, data: st.DataObject, voters: int, kappa: int) -> None:
    stake = data.draw(st.lists(st.sampled_from((0, 0, 1, 5, 10**6)), min_size=voters, max_size=voters))
    weights = data.draw(st.lists(shares, min_size=voters, max_size=voters))
    voice = normalize(xp, make_integers(xp, [stake]) << 32 >> 24)
    matrix = make_integers(xp, [[weights]])
    ranked, support = rank_opinions(xp, matrix, normalize(xp, voice), voice > 0)
    count = xp.sum(xp.astype(voice > 0, xp.int64), axis=-1, keepdims=True)
    opinions = Opinions(matrix, matrix > 0, matrix, voice, ranked, support, count)
    found = to_list(find_consensus(xp, opinions, make_integers(xp, [[kappa]])))
    active = [I32F32(bits=share) for share in to_list(voice)[0]]
    rows = [[(0, I32F32(bits=weight))] for weight in weights]
    assert found[0][0] == compute_consensus(active, rows, I32F32(bits=kappa))[0].bits
